// Plays the demo store on this process's own public API.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoState } from '@segue/console';
import { type DemoProgress, playDemo } from '@segue/demo';
import { type RunningServices, type ServiceConfig, makeDataDir } from '@segue/service';
import { dayOf } from '@segue/valuation';

const PACE_MS = 90_000;
const VISIT_EVERY_MS = 3_000;
/** The CDNOW sample, from dist/services/standalone/src. */
const FILE = join(__dirname, '../../../../test/data/CDNOW_sample.txt');

export interface Demo {
  /** Returns the progress; null before the demo has begun. */
  state(): DemoState | null;
  stop(): void;
}

/**
 * Starts the demo in the background; its errors are only reported.
 * @param today the day on which it started, as `firstDay` returns it.
 */
export async function startDemo(
  running: RunningServices,
  config: ServiceConfig,
  writeKey: string,
  today: string,
): Promise<Demo> {
  const abort = new AbortController();
  let progress: DemoProgress | null = null;
  let since = Date.now();
  const options = {
    url: running.url,
    adminToken: running.adminToken.value,
    writeKey,
    file: await readFile(FILE, 'utf8'),
    zone: config.SEGUE_BRAND_ZONE,
    today,
    paceMs: PACE_MS,
    visitEveryMs: VISIT_EVERY_MS,
    signal: abort.signal,
    onProgress: (now: DemoProgress) => {
      report(progress, now);
      if (progress?.stage !== now.stage) since = Date.now();
      progress = now;
    },
  };
  playDemo(options).catch((error: unknown) =>
    running.log('warn', 'the demo has ended', { fault: (error as Error).message }),
  );
  return { state: () => progress && stateOf(progress, Date.now() - since), stop: () => abort.abort() };
}

/**
 * Returns the progress. The remaining time is extrapolated from the elapsed one; unknown at the
 * beginning of a stage.
 */
function stateOf({ stage, done, total }: DemoProgress, elapsedMs: number): DemoState {
  const share = Math.min(1, done / Math.max(1, total));
  const remainingMs = share < 0.02 ? null : Math.round((elapsedMs / share) * (1 - share));
  return { stage, share, remainingMs };
}

/**
 * Returns the day on which the demo started, stored so that an interrupted demo goes on with the
 * same dates.
 */
export async function firstDay({ SEGUE_DATA_DIR, SEGUE_BRAND_ZONE }: ServiceConfig): Promise<string> {
  const path = join(SEGUE_DATA_DIR, 'demo-day');
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept) return kept.trim();
  const today = dayOf(Date.now(), SEGUE_BRAND_ZONE);
  await makeDataDir(SEGUE_DATA_DIR);
  await writeFile(path, `${today}\n`);
  return today;
}

/** Prints the progress, one line per stage, which is overwritten. */
function report(before: DemoProgress | null, now: DemoProgress): void {
  if (!process.stdout.isTTY) {
    if (before?.stage !== now.stage) process.stdout.write(`demo: ${now.stage}\n`);
    return;
  }
  const day = now.at === null ? '' : ` ${new Date(now.at).toISOString().slice(0, 10)}`;
  const share = Math.round((100 * now.done) / Math.max(1, now.total));
  process.stdout.write(`\r\x1b[2Kdemo: ${now.stage} ${share} %${day}${now.stage === 'alive' ? '\n' : ''}`);
}
