// All services in one process on one port, on the embedded parts unless real ones are given. An empty store plays the demo.
import { campaign } from '@segue/campaign';
import { consoleService, startLink } from '@segue/console';
import { delivery } from '@segue/delivery';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';
import { ConfigError, ServiceConfig, keptSecret, readConfig, startServices } from '@segue/service';
import { startDemo } from './demo';

async function main(): Promise<void> {
  const config = readConfig(ServiceConfig);
  const writeKey = await keptSecret(config.SEGUE_DATA_DIR, 'write-key', config.SEGUE_WRITE_KEY);
  process.env.SEGUE_WRITE_KEY = writeKey.value;
  const running = await startServices([ingestion, profile, scoring, campaign, delivery, consoleService]);
  process.stdout.write(`Open ${await startLink(running)}\n`);
  const embedded = config.DATABASE_URL === undefined;
  if (config.SEGUE_DEMO && embedded) {
    const demo = await startDemo(running, config, writeKey.value);
    process.once('SIGTERM', () => demo.stop());
    process.once('SIGINT', () => demo.stop());
  }
}

main().catch((error: unknown) => {
  // What is wrong with the configuration is for whoever starts this; all else is ours, with its stack.
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
