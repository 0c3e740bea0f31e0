// The life of a service's process: start, signals, drain, exit.
import type { Log } from '@segue/bus';
import { announce } from '../security/secrets';
import { type RunningServices, openServices } from './bootstrap';
import { ConfigError } from './config';
import type { AnyService } from './definition';
import { faultOf } from '../observability/log';

const DRAIN_MS = 28_000;
const MEANT_TWICE_MS = 1_000;
/** Signals that end a process in order; SIGHUP comes when its terminal is closed. */
export const ENDING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Runs a service's process: starts, waits for SIGTERM, drains, exits. */
export async function startServices(services: readonly AnyService[]): Promise<RunningServices> {
  let log: Log | undefined;
  const starting = openServices(services, { onStall: (reason) => die(log, 'stalled', { reason }) });
  // Also while starting, so that parts that are open by then (such as an embedded Postgres) are
  // closed in order.
  drainOnSignals(starting);
  // A process whose launcher holds a channel to it ends with the launcher.
  process.once('disconnect', () => void starting.then(drain));
  try {
    const running = await starting;
    log = running.log;
    // Runs whenever the process ends by itself, but not when it is killed from outside.
    process.on('exit', () => running.inFlight.recordEnd());
    process.on('unhandledRejection', (error) => die(log, 'a rejection was not handled', { fault: faultOf(error) }));
    process.on('uncaughtException', (error) => die(log, 'an exception was not caught', { fault: faultOf(error) }));
    if (running.adminToken.made) announce('Admin token', running.adminToken);
    return running;
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : startFault(error)}\n`);
    process.exit(1);
  }
}

/**
 * Drains on the first signal and exits on a second. Ctrl-C reaches us twice, from the terminal and
 * from the launcher: signals within MEANT_TWICE_MS count as one.
 */
function drainOnSignals(starting: Promise<RunningServices>): void {
  let first: number | undefined;
  // A closed terminal takes no output any more.
  process.once('SIGHUP', () => process.stdout.on('error', () => undefined));
  for (const signal of ENDING) {
    process.on(signal, () => {
      if (first !== undefined && performance.now() - first > MEANT_TWICE_MS) process.exit(1);
      if (first === undefined) void starting.then(drain);
      first ??= performance.now();
    });
  }
}

async function drain(running: RunningServices): Promise<void> {
  const late = setTimeout(() => die(running.log, 'draining took too long'), DRAIN_MS);
  try {
    await running.close();
    clearTimeout(late);
    process.exit(0);
  } catch (error) {
    die(running.log, 'draining failed', { fault: faultOf(error) });
  }
}

function die(log: Log | undefined, message: string, fields: Record<string, unknown> = {}): void {
  log?.('error', message, fields);
  process.exit(1);
}

const startFault = (error: unknown) =>
  JSON.stringify({ level: 'error', message: 'cannot start', fault: faultOf(error) });
