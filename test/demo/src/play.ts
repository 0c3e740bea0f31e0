// Plays the demo store on an empty server: sets it up, loads the calibration period as history, plays the rest, then keeps it alive with visits.
import { setTimeout as sleep } from 'node:timers/promises';
import { type Access, SegueClient, readCdnow, replay } from '@segue/replay';
import { type DemoStore, demoStore } from './layer';
import { CAMPAIGNS, CUT_OFFS, ECONOMICS, SEGMENTS } from './program';
import { visitOf } from './visits';

export interface PlayOptions extends Access {
  /** The CDNOW sample as text. */
  file: string;
  zone: string;
  /** The day on which the demo was first started, YYYY-MM-DD: one that was cut off goes on in the same days. */
  today: string;
  /** How long the play takes, milliseconds. */
  paceMs: number;
  /** Time between visits afterwards, milliseconds; null for none. */
  visitEveryMs: number | null;
  onProgress: (progress: DemoProgress) => void;
  signal: AbortSignal;
}

export interface DemoProgress {
  stage: 'setting up' | 'loading history' | 'playing' | 'alive';
  done: number;
  total: number;
  /** Where the demo's clock stands, UTC ms. */
  at: number | null;
}

const HALF_DAY = 12 * 3_600_000;
const AT_ONCE = 500;

/** Goes on where a demo that was cut off stood. Resolves when `signal` is aborted, or at the end if no visits are wanted. */
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
  // The clock stands at the end of the calibration period before that is loaded: all of it is history then.
  if (mark === null || mark <= store.from) await load(client, store, onProgress);
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
  onProgress: PlayOptions['onProgress'],
): Promise<void> {
  await client.mark(from);
  await client.markReached(from);
  for (let sent = 0; sent < calibration.length; sent += AT_ONCE) {
    await client.send(calibration.slice(sent, sent + AT_ONCE), 'import');
    onProgress({ stage: 'loading history', done: sent, total: calibration.length, at: from });
  }
}

/** A gentle trickle of simulated visits: the store is open. */
async function visit(client: SegueClient, { file, onProgress, signal }: PlayOptions, everyMs: number): Promise<void> {
  const customers = [...new Set(readCdnow(file).map((row) => row.customer))];
  onProgress({ stage: 'alive', done: 1, total: 1, at: null });
  for (let number = Math.floor(Date.now() / everyMs); !signal.aborted; number++) {
    await client.send([visitOf(customers, number)]).catch(() => undefined);
    // Aborted is awake: the loop looks at the signal itself.
    await sleep(everyMs, undefined, { signal }).catch(() => undefined);
  }
}
