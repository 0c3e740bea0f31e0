// npm run bench: throughput, cost and latency from HTTP to action, standalone and on Kafka, beside
// the floor. docs/performance.md lists the rows and options. `-- --against <checkout>` measures two
// builds in turn. `-- rules valuation measurement bus` times those libs instead, `-- standing` what
// time and edits cost (--customers, --rate, --seconds, --on), `-- soak` the growth of memory
// (--minutes, --rate, --customers, --segments, --on).
import { become, prepare } from './prepare.mjs';

const PROGRAMS = ['standing', 'soak'];
const LIBS = ['rules', 'valuation', 'measurement', 'bus'];
const args = process.argv.slice(2);
const libs = args.filter((arg) => LIBS.includes(arg));
const program = PROGRAMS.find((name) => args.includes(name)) ?? 'rows';

await prepare({ web: false });
const commands =
  libs.length > 0
    ? libs.map((lib) => [`dist/libs/${lib}/bench/${lib}.bench.js`])
    : [[`dist/test/load/src/${program}.bench.js`, ...args.filter((arg) => arg !== program)]];
for (const command of commands) await new Promise((resolve) => become(command, {}, resolve));
