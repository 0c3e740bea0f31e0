// node dist/test/fault/src/hostile-senders.process.js SETTINGS: sends every attack at once, each
// with a key of its own, and prints for each attack how often each status was answered (0: no
// answer), as pairs in JSON.
import { ATTACKS, type HostileRequest } from './attacks';
import { pause } from '../../e2e/src/pause';

interface Settings {
  url: string;
  /** Write keys, in the order of the attacks. */
  keys: string[];
  /** Milliseconds. */
  ms: number;
}

/** More than a source may send in the time; prepared, so that only sending them takes time. */
const REQUESTS = 200;
const PAUSE_MS = 20;

const { url, keys, ms } = JSON.parse(process.argv[2] as string) as Settings;

async function attack(key: string, requests: readonly HostileRequest[], until: number): Promise<[number, number][]> {
  const statuses = new Map<number, number>();
  for (let n = 0; performance.now() < until; n++) {
    const { path, body, headers } = requests[n % requests.length] as HostileRequest;
    const answer = await fetch(`${url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    }).catch(() => null);
    const status = answer?.status ?? 0;
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    await answer?.arrayBuffer().catch(() => undefined);
    await pause(PAUSE_MS);
  }
  return [...statuses];
}

async function main(): Promise<void> {
  const prepared = Object.values(ATTACKS).map((make) => Array.from({ length: REQUESTS }, (_, n) => make(n)));
  const until = performance.now() + ms;
  const answers = await Promise.all(prepared.map((requests, place) => attack(keys[place] as string, requests, until)));
  process.stdout.write(JSON.stringify(answers));
}

void main();
