// npm start: all of Segue in one process, on embedded parts unless DATABASE_URL, KAFKA_BROKERS or
// REDIS_URL name real ones.
import { NODE_FLAGS } from '../infra/node-flags.cjs';
import { become, prepare } from './prepare.mjs';

await prepare().catch((error) => {
  process.stderr.write(`\n${error.message}\n`);
  process.exit(1);
});
become([...NODE_FLAGS, 'dist/services/standalone/src/main.js']);
