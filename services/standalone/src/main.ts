// Runs all services in one process on one port, on embedded parts unless others are configured. On
// an empty store it plays the demo.
import { type DemoHost, consoleBeside, showStartLink } from '@segue/console';
import {
  ConfigError,
  type RunningServices,
  ServiceConfig,
  keptSecret,
  readConfig,
  startServices,
} from '@segue/service';
import { type Demo, startDemo } from './demo';
import { DemoExit, START_AGAIN } from './demo.exit';
import { SERVICES } from './services';

/** Schema of the embedded log. */
const LOG_SCHEMA = 'bus';
/** Milliseconds for the answer to the request to leave the demo, before the process closes. */
const ANSWERED_WITHIN_MS = 200;
const CLOSED_WITHIN_MS = 20_000;

async function main(): Promise<void> {
  const config = readConfig(ServiceConfig);
  const writeKey = await keptSecret(config.SEGUE_DATA_DIR, 'write-key', config.SEGUE_WRITE_KEY);
  process.env.SEGUE_WRITE_KEY = writeKey.value;
  const isOwnStore = config.DATABASE_URL === undefined && config.KAFKA_BROKERS.length === 0;
  const exit = new DemoExit(config.SEGUE_DATA_DIR, [...SERVICES.map(({ name }) => name), LOG_SCHEMA]);
  let demo: Demo | undefined;
  if (isOwnStore) await exit.finish();
  const host: DemoHost = {
    canLeave: async () => isOwnStore && (await exit.holdsDemo()),
    state: () => demo?.state() ?? null,
    leave: async () => {
      await exit.ask();
      demo?.stop();
      setTimeout(() => void startAgain(running), ANSWERED_WITHIN_MS);
    },
  };
  const running = await startServices([...SERVICES, consoleBeside(host)]);
  await showStartLink(running);
  if (await playsDemo(config, exit)) {
    const playing = await startDemo(running, config, writeKey.value);
    demo = playing;
    process.once('SIGTERM', () => playing.stop());
    process.once('SIGINT', () => playing.stop());
  }
}

/**
 * Resolves with whether to play the demo. Once left it is played only if SEGUE_DEMO requests it.
 */
async function playsDemo(config: ServiceConfig, exit: DemoExit): Promise<boolean> {
  if (!config.SEGUE_DEMO || config.DATABASE_URL !== undefined) return false;
  return process.env.SEGUE_DEMO !== undefined || !(await exit.isLeft());
}

/** Restarts the process. Parts that do not close in time are ended as by a power cut. */
async function startAgain(running: RunningServices): Promise<void> {
  setTimeout(() => process.exit(START_AGAIN), CLOSED_WITHIN_MS).unref();
  await running.close();
  process.exit(START_AGAIN);
}

main().catch((error: unknown) => {
  // A faulty configuration is shown without a stack; other errors with it.
  process.stderr.write(`${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
