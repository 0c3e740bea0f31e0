// npm run bench: throughput and latency from HTTP to action, standalone and on Kafka, beside the
// floor. `npm run bench -- rules valuation measurement bus` times those libs instead; other
// arguments go to the bench itself (--runs, --customers, --events, --seconds, --segments, --on).
// `npm run bench -- standing` times what time and edits cost (--customers, --rate, --seconds,
// --on), `-- lanes` what an import costs live traffic (--orders, --rate, --seconds, --on), `--
// soak` the growth of memory (--minutes, --rate, --customers, --segments, --on).
import { become, prepare } from './prepare.mjs';

const PROGRAMS = ['standing', 'soak', 'lanes'];
const LIBS = ['rules', 'valuation', 'measurement', 'bus'];
const args = process.argv.slice(2);
const libs = args.filter((arg) => LIBS.includes(arg));

await prepare({ web: false });
const programs =
  libs.length > 0
    ? libs.map((lib) => [`dist/libs/${lib}/bench/${lib}.bench.js`])
    : [[`dist/test/load/src/${PROGRAMS.find((name) => args.includes(name)) ?? 'pipeline'}.bench.js`, ...args]];
for (const program of programs) await new Promise((resolve) => become(program, {}, resolve));
