// Runs all services in one process on one port, on embedded parts unless others are configured. On
// an empty store it plays the demo.
import { type DemoHost, consoleBeside, showStartLink } from '@segue/console';
import {
  ConfigError,
  ENDING,
  type RunningServices,
  ServiceConfig,
  keptSecret,
  readConfig,
  startServices,
} from '@segue/service';
import { type Demo, firstDay, startDemo } from './demo';
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
  // Before the services start: what they write would make the store a used one.
  const today = (await playsDemo(config, exit)) ? await firstDay(config) : null;
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
  if (today !== null) {
    const playing = await startDemo(running, config, writeKey.value, today);
    demo = playing;
    for (const signal of ENDING) process.once(signal, () => playing.stop());
  }
}

/**
 * Resolves with whether to play the demo: only into a store that is unused, or go on with it. Once
 * left, or not wanted at the first start, it is played only if SEGUE_DEMO requests it.
 */
async function playsDemo(config: ServiceConfig, exit: DemoExit): Promise<boolean> {
  if (config.DATABASE_URL !== undefined) return false;
  if (await exit.holdsDemo()) return config.SEGUE_DEMO;
  const isRequested = config.SEGUE_DEMO && process.env.SEGUE_DEMO !== undefined;
  if (!isRequested && (await exit.isLeft())) return false;
  if (config.SEGUE_DEMO && (await exit.isUnused())) return true;
  if (isRequested) {
    process.stdout.write(
      `The demo is not played: the store in ${config.SEGUE_DATA_DIR} has data. Set SEGUE_DATA_DIR to another folder.\n`,
    );
  }
  await exit.stayOut();
  return false;
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
