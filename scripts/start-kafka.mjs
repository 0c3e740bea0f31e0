// npm run start:kafka: every service its own process, on a real Kafka, Postgres and Redis.
import { become, prepare } from './prepare.mjs';

await prepare().catch((error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});
become(['--enable-source-maps', 'dist/services/standalone/src/processes.js']);
