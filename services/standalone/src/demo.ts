// The demo store, played on this process's own public API while its console is open.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DemoStanding } from '@segue/console';
import { type DemoProgress, playDemo } from '@segue/demo';
import { type RunningServices, type ServiceConfig, makeDataDir } from '@segue/service';
import { dayOf } from '@segue/valuation';

const PACE_MS = 90_000;
const VISIT_EVERY_MS = 3_000;
/** From dist/services/standalone/src. */
const FILE = join(__dirname, '../../../../test/data/CDNOW_sample.txt');

export interface Demo {
  /** How far it is; null before it has begun. */
  standing(): DemoStanding | null;
  stop(): void;
}

/** Starts in the background; a fault of the demo is reported and harms nobody. */
export async function startDemo(running: RunningServices, config: ServiceConfig, writeKey: string): Promise<Demo> {
  const abort = new AbortController();
  let progress: DemoProgress | null = null;
  let since = Date.now();
  const options = {
    url: running.url,
    adminToken: running.adminToken.value,
    writeKey,
    file: await readFile(FILE, 'utf8'),
    zone: config.SEGUE_BRAND_ZONE,
    today: await firstDay(config),
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
  return { standing: () => progress && standingOf(progress, Date.now() - since), stop: () => abort.abort() };
}

/**
 * What is left takes as long for its part as what is done. A stage that has only begun says nothing
 * of it.
 */
function standingOf({ stage, done, total }: DemoProgress, elapsedMs: number): DemoStanding {
  const share = Math.min(1, done / Math.max(1, total));
  const remainingMs = share < 0.02 ? null : Math.round((elapsedMs / share) * (1 - share));
  return { stage, share, remainingMs };
}

/** Kept, so that a demo that was cut off goes on in the same days. */
async function firstDay({ SEGUE_DATA_DIR, SEGUE_BRAND_ZONE }: ServiceConfig): Promise<string> {
  const path = join(SEGUE_DATA_DIR, 'demo-day');
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept) return kept.trim();
  const today = dayOf(Date.now(), SEGUE_BRAND_ZONE);
  await makeDataDir(SEGUE_DATA_DIR);
  await writeFile(path, `${today}\n`);
  return today;
}

/** One line that is written over while a stage lasts. */
function report(before: DemoProgress | null, now: DemoProgress): void {
  if (!process.stdout.isTTY) {
    if (before?.stage !== now.stage) process.stdout.write(`demo: ${now.stage}\n`);
    return;
  }
  const day = now.at === null ? '' : ` ${new Date(now.at).toISOString().slice(0, 10)}`;
  const share = Math.round((100 * now.done) / Math.max(1, now.total));
  process.stdout.write(`\r\x1b[2Kdemo: ${now.stage} ${share} %${day}${now.stage === 'alive' ? '\n' : ''}`);
}
