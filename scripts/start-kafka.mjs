// npm run start:kafka: every service its own process, on a real Kafka, Postgres and Redis.
import { NODE_FLAGS } from '../infra/node-flags.cjs';
import { become, prepare } from './prepare.mjs';

await prepare().catch((error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});
become([...NODE_FLAGS, 'dist/services/standalone/src/processes.js']);
