// Plays the demo store on an empty server: sets it up, loads the calibration period as history,
// plays the rest, then sends visits.
import { setTimeout as sleep } from 'node:timers/promises';
import { readCdnow } from '@segue/order-files';
import { type Access, SegueClient, replay } from '@segue/replay';
import { type DemoStore, demoStore } from './layer';
import { CAMPAIGNS, CUT_OFFS, ECONOMICS, SEGMENTS } from './program';
import { visitOf } from './visits';

export interface PlayOptions extends Access {
  /** The CDNOW sample as text. */
  file: string;
  zone: string;
  /**
   * The day on which the demo was first started, YYYY-MM-DD, so that an interrupted demo goes on
   * with the same dates.
   */
  today: string;
  /** Duration of the play, milliseconds. */
  paceMs: number;
  /** Milliseconds between visits afterwards; null for no visits. */
  visitEveryMs: number | null;
  onProgress: (progress: DemoProgress) => void;
  signal: AbortSignal;
}

export interface DemoProgress {
  stage: 'setting up' | 'loading history' | 'playing' | 'alive';
  done: number;
  total: number;
  /** Time of the demo, UTC milliseconds. */
  at: number | null;
}

const HALF_DAY = 12 * 3_600_000;
const AT_ONCE = 500;

/**
 * Plays the demo, or continues an interrupted one. Resolves when `signal` is aborted, or at the end
 * if there are no visits.
 */
export async function playDemo(options: PlayOptions): Promise<void> {
  const client = new SegueClient(options);
  const { mode, mark } = await client.time();
  const isOver = mode === 'wall' && mark !== null;
  if (!isOver) await play(client, options, mark);
  if (options.visitEveryMs !== null) await visit(client, options, options.visitEveryMs);
}

async function play(client: SegueClient, options: PlayOptions, mark: number | null): Promise<void> {
  const { onProgress, signal, paceMs } = options;
  const store = demoStore(readCdnow(options.file), options.today, options.zone);
  onProgress({ stage: 'setting up', done: 0, total: 1, at: null });
  await setUp(client);
  // The time is set to the end of the calibration period before its events are loaded, so that all
  // of them are history.
  if (mark === null || mark <= store.from) await load(client, store, options);
  await replay(client, store.play, {
    markEveryMs: HALF_DAY,
    until: store.until,
    handOver: true,
    paceMs,
    signal,
    onProgress: (done, total, at) => onProgress({ stage: 'playing', done, total, at }),
  });
}

async function setUp(client: SegueClient): Promise<void> {
  const put = (path: string, body: object) => client.put(path, body);
  await put('/api/settings/value', CUT_OFFS);
  await put('/api/settings/economics', ECONOMICS);
  // The default model and edges come from this file; fitting them here puts that on record.
  const { model, rfm } = (await client.get('/api/settings')) as { model: object; rfm: object };
  await put('/api/settings/model', model);
  await put('/api/settings/rfm', rfm);
  for (const { id, ...segment } of SEGMENTS) await put(`/api/segments/${id}`, segment);
  const known = (await client.get('/api/campaigns')) as { id: string }[];
  for (const { id, draft } of CAMPAIGNS) {
    if (known.some((campaign) => campaign.id === id)) continue;
    await put(`/api/campaigns/${id}`, draft);
    await client.put(`/api/campaigns/${id}/state`, { state: 'running' }, 'POST');
  }
}

async function load(
  client: SegueClient,
  { calibration, from }: DemoStore,
  { onProgress, signal }: Pick<PlayOptions, 'onProgress' | 'signal'>,
): Promise<void> {
  await client.mark(from);
  await client.markReached(from);
  const total = calibration.length;
  const report = async (sent: number) => {
    const unread = await unreadIn(client);
    const { overdue } = sent < total ? { overdue: OVERDUE } : ((await client.get('/api/tiers')) as Overdue);
    const done = Math.max(0, sent - unread) + OVERDUE - overdue;
    onProgress({ stage: 'loading history', done, total: total + OVERDUE, at: from });
    return unread;
  };
  for (let sent = 0; sent < total; sent += AT_ONCE) {
    await client.send(calibration.slice(sent, sent + AT_ONCE), 'import');
    await report(Math.min(total, sent + AT_ONCE));
  }
  await settled(client, from, () => report(total), signal);
}

interface Overdue {
  /** Number of customers that wait to be judged again, a thousand at most. */
  overdue: number;
}
const OVERDUE = 1_000;

/** The services that read history, in this order. */
const READERS = ['ingestion', 'profile', 'scoring'];

/** Returns the number of messages that the services have still to read. */
async function unreadIn(client: SegueClient): Promise<number> {
  const states = await Promise.all(READERS.map((service) => client.get(`/api/status/${service}`)));
  const lags = (states as { lag: { unread: number }[] }[]).flatMap(({ lag }) => lag);
  return lags.reduce((sum, { unread }) => sum + unread, 0);
}

const LOOK_EVERY_MS = 250;
/**
 * Milliseconds without unread messages after which history counts as processed, since each service
 * publishes to the next.
 */
const STILL_MS = 1_000;

/**
 * Resolves when all history is read and all due customers are judged; until then tiers reflect a
 * part of it. Timers fire only while time moves, so it moves on by a millisecond.
 */
async function settled(client: SegueClient, from: number, look: () => Promise<number>, signal: AbortSignal) {
  const pause = () => sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  for (let still = 0; still < STILL_MS && !signal.aborted; still += LOOK_EVERY_MS) {
    if ((await look()) > 0) still = -LOOK_EVERY_MS;
    await pause();
  }
  await client.mark(from + 1);
  const reached = client.markReached(from + 1).then(() => true);
  reached.catch(() => undefined);
  while (!signal.aborted && !(await Promise.race([reached, pause()]))) await look();
}

/** Sends simulated visits from time to time. */
async function visit(client: SegueClient, { file, onProgress, signal }: PlayOptions, everyMs: number): Promise<void> {
  const customers = [...new Set(readCdnow(file).map((row) => row.customer))];
  onProgress({ stage: 'alive', done: 1, total: 1, at: null });
  for (let number = Math.floor(Date.now() / everyMs); !signal.aborted; number++) {
    await client.send([visitOf(customers, number)]).catch(() => undefined);
    // An abort ends the pause; the loop checks the signal.
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
