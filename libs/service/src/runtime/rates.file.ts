// Exchange rates from a file that changes daily: read at the start, and again within a minute of a
// change. While the file cannot be read, the previous rates stay.
import { readFileSync, statSync } from 'node:fs';
import type { Log } from '@segue/bus';
import { NO_RATES, type Rates, ratesIn } from '@segue/orders';

const LOOK_EVERY_MS = 60_000;

/**
 * Returns the rates of this file (see `ratesIn`); none without a path.
 * @throws {Error} when the file cannot be read at the start.
 */
export function ratesOf(path: string | undefined, log: Log, lookEveryMs = LOOK_EVERY_MS): Rates {
  if (path === undefined) return NO_RATES;
  let readAt = statSync(path).mtimeMs;
  let rates = ratesIn(readFileSync(path, 'utf8'));
  const look = () => {
    try {
      const { mtimeMs } = statSync(path);
      if (mtimeMs === readAt) return;
      readAt = mtimeMs;
      rates = ratesIn(readFileSync(path, 'utf8'));
    } catch (error) {
      log('warn', 'the rates of exchange stay as they were', { path, fault: (error as Error).message });
    }
  };
  setInterval(look, lookEveryMs).unref();
  return { rateOf: (currency, day) => rates.rateOf(currency, day) };
}
