// Official SDKs, unmodified, while the server is down for a time: nothing is lost that the SDK did
// not report as failed, and nothing is doubled.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '@segue/infra';
import { type Touchpoint, decode, touchpoints } from '@segue/contracts';
import { ingestion } from '@segue/ingestion';
import { type RunningServices, openServices } from '@segue/service';
import type { Browser } from 'playwright-core';
import { hasBrowser, openBrowser } from '../console/browser';
import { CLIENTS, type Client, missingTool } from './clients';

const DOWN_MS = 20_000;
const EVERY_MS = 150;
const COUNT = Math.ceil((DOWN_MS + 15_000) / EVERY_MS);
const UP_FIRST_MS = 6_000;
const PATIENCE_MS = 120_000;
const ADMIN = 'an-admin-token-of-tests';
const SCRIPT = join(projectRoot(), 'node_modules/@segment/analytics-next/dist/umd/index.js');
const MUST_HAVE = process.env.CI === 'true' || process.env.SEGUE_REQUIRE_PARTS === '1';

jest.setTimeout(4 * PATIENCE_MS);

/** Ingestion on a fixed port, which can be stopped and started again. */
class IngestionServer {
  private running: RunningServices | undefined;

  private constructor(
    private readonly folder: string,
    private readonly port: number,
  ) {}

  static async open(): Promise<IngestionServer> {
    const server = new IngestionServer(await mkdtemp(join(tmpdir(), 'segue-sdks-')), await freePort());
    await server.up();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    const env = { PORT: String(this.port), HOST: '127.0.0.1', LOG_LEVEL: 'error', SEGUE_DATA_DIR: this.folder };
    this.running = await openServices([ingestion], { env: { ...env, SEGUE_ADMIN_TOKEN: ADMIN } });
  }

  async down(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  async close(): Promise<void> {
    await this.down();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }

  async newKey(kind: 'server' | 'public'): Promise<string> {
    const answer = await fetch(`${this.url}/api/sources`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ADMIN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name: kind, kind }),
    });
    return ((await answer.json()) as { writeKey: string }).writeKey;
  }

  /** Calls `note` with all touchpoints of the log, from its beginning. */
  async read(note: (touchpoint: Touchpoint) => void): Promise<void> {
    await this.running!.contexts[0]!.bus.subscribe({
      group: `test-${Date.now()}`,
      topic: touchpoints.name,
      maxBatch: 1000,
      handler: async ({ messages }) => {
        for (const { value, headers } of messages) if (headers.kind !== 'mark') note(decode(touchpoints, value));
      },
    });
  }
}

/** The touchpoints of one sender: message ids by the number of the event. */
type Arrived = Map<number, Set<string>>;

async function arrivedAt(server: IngestionServer): Promise<(person: string) => Arrived> {
  const all = new Map<string, Arrived>();
  await server.read(({ identity, id, properties, source }) => {
    const own = all.get(identity) ?? new Map<number, Set<string>>();
    const ids = own.get(properties.n as number) ?? new Set();
    own.set(properties.n as number, ids.add(`${source}/${id}`));
    all.set(identity, own);
  });
  return (person) => all.get(person) ?? new Map<number, Set<string>>();
}

/** Numbers that arrived under two ids, and those that are neither here nor reported as failed. */
const faultsOf = (arrived: Arrived, failed: readonly number[]) => ({
  doubled: [...arrived].filter(([, ids]) => ids.size > 1).map(([n]) => n),
  lost: Array.from({ length: COUNT }, (_, n) => n).filter((n) => !arrived.has(n) && !failed.includes(n)),
});

/** The browser's SDK in a page of a shop, which sends COUNT events. */
class ShopPage {
  private browser: Browser | undefined;
  private shop: Server | undefined;

  async open(url: string, writeKey: string): Promise<void> {
    const script = await readFile(SCRIPT);
    this.shop = createServer(({ url: path }, answer) => {
      const isScript = path === '/analytics.js';
      answer.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
      answer.end(isScript ? script : '<!doctype html><title>shop</title><script src="/analytics.js"></script>');
    }).listen(0, '127.0.0.1');
    await once(this.shop, 'listening');
    this.browser = await openBrowser();
    const page = await this.browser.newPage();
    await page.goto(`http://127.0.0.1:${(this.shop.address() as AddressInfo).port}/`);
    await page.evaluate(
      `(async () => {
        const [analytics] = await AnalyticsNext.AnalyticsBrowser.load({ writeKey: ${JSON.stringify(writeKey)}, cdnURL: ${JSON.stringify(url)} });
        await analytics.identify('shopper', { n: 'who' });
        let n = 0;
        const timer = setInterval(() => {
          void analytics.track('Seen', { n: n++ });
          if (n === ${COUNT}) clearInterval(timer);
        }, ${EVERY_MS});
      })()`,
    );
  }

  async close(): Promise<void> {
    await this.browser?.close();
    this.shop?.close();
  }
}

/** One downtime for all clients: those of servers, and the browser's. */
describe(`official SDKs while the server is down for ${DOWN_MS / 1000} s`, () => {
  let server: IngestionServer;
  const shop = new ShopPage();
  const outcomes = new Map<Client, Promise<number[]>>();
  const keys = new Map<Client, string>();
  let arrived: (person: string) => Arrived;
  const present = CLIENTS.filter((client) => MUST_HAVE || missingTool(client) === undefined);

  beforeAll(async () => {
    server = await IngestionServer.open();
    for (const client of present) keys.set(client, await server.newKey('server'));
    const commands = new Map<Client, Awaited<ReturnType<Client['ready']>>>();
    for (const client of present) commands.set(client, await client.ready());
    if (hasBrowser()) await shop.open(server.url, await server.newKey('public'));
    for (const client of present) {
      const outcome = outcomeOf(commands.get(client)!, server.url, keys.get(client)!);
      // Its own test tells what is wrong with it.
      outcome.catch(() => undefined);
      outcomes.set(client, outcome);
    }
    await pause(UP_FIRST_MS);
    await server.down();
    await pause(DOWN_MS);
    await server.up();
    await Promise.allSettled(outcomes.values());
    arrived = await arrivedAt(server);
  });
  afterAll(async () => {
    await shop.close();
    await server.close();
  });

  for (const client of CLIENTS) {
    const missing = present.includes(client) ? undefined : missingTool(client);
    const title = missing === undefined ? client.name : `${client.name} (skipped: there is no ${missing})`;
    (missing === undefined ? it : it.skip)(`${title}: nothing is lost silently, nothing doubled`, async () => {
      const person = `userId:${keys.get(client)}`;
      const reported = await outcomes.get(client)!;
      await until(() => faultsOf(arrived(person), reported).lost.length === 0).catch(() => undefined);
      expect(faultsOf(arrived(person), reported)).toEqual({ doubled: [], lost: [] });
      // What came before and after is there whatever the SDK gives up in between.
      for (const n of [0, 1, COUNT - 1]) expect(arrived(person).has(n)).toBe(true);
    });
  }

  (hasBrowser() ? it : it.skip)('@segment/analytics-next 1.84.3 in a browser: everything arrives, once', async () => {
    await until(() => faultsOf(arrived('userId:shopper'), []).lost.length === 0).catch(() => undefined);
    expect(faultsOf(arrived('userId:shopper'), [])).toEqual({ doubled: [], lost: [] });
  });
});

/** Runs a client to its end; resolves to the numbers of the events that it reported as failed. */
async function outcomeOf([command, ...args]: readonly string[], url: string, writeKey: string): Promise<number[]> {
  const env = { ...process.env, SEGUE_URL: url, WRITE_KEY: writeKey, COUNT: String(COUNT), EVERY_MS: String(EVERY_MS) };
  const child: ChildProcess = spawn(command as string, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const text = { out: '', fault: '' };
  child.stdout?.on('data', (chunk: Buffer) => (text.out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text.fault = `${text.fault}${chunk.toString()}`.slice(-2_000)));
  const late = setTimeout(() => child.kill('SIGKILL'), DOWN_MS + 2 * PATIENCE_MS);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(late);
  const last = text.out.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !last.startsWith('[')) throw new Error(`${command} ended with ${code}: ${last} ${text.fault}`);
  return JSON.parse(last) as number[];
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) throw new Error('never held');
    await pause(100);
  }
}

/** A port that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createSocket();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
