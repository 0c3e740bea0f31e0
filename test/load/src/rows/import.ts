// import: what an import costs live traffic. Latency of live events at `--rate`, alone and then
// beside an import of orders that goes on as long as they do, and the speed of that import.
import { Client } from 'pg';
import { pause } from '../../../e2e/src/pause';
import { fresh } from '../customers';
import { latency } from '../latency';
import { sendAll } from '../sender';
import type { Figures } from '../table';
import type { Bench } from './row';

/** Customers of the import, none of whom the live traffic knows. */
const CUSTOMERS = 100_000;
const PORTION = 800;

/** Orders that are sent before they are stored: enough for the services never to wait for more. */
const AHEAD = 5_000;
const LOOK_MS = 250;

export async function importing(bench: Bench): Promise<Figures> {
  const { rate } = bench.options;
  const alone = await latency(bench, rate);
  const stop = new AbortController();
  const started = performance.now();
  const imported = sendOrders(bench, stop.signal);
  // It is awaited below; a failure of anything else comes first.
  imported.catch(() => undefined);
  let perSecond = 0;
  const beside = await latency(bench, rate, async () => {
    const stored = await numberIn(bench.system.databaseUrl, STORED);
    perSecond = stored / ((performance.now() - started) / 1000);
    stop.abort();
    await imported;
    await bench.system.quiet(bench.patienceMs);
  }).finally(() => stop.abort());
  return { ...named(alone, 'alone'), ...named(beside, 'beside'), 'orders/s, imported': perSecond };
}

const named = (figures: Figures, when: string) =>
  Object.fromEntries(Object.entries(figures).map(([label, figure]) => [`${when}: ${label}`, figure]));

/** Imports orders until it is stopped, and only a little faster than they are stored. */
async function sendOrders({ system, loadOf }: Bench, stop: AbortSignal): Promise<void> {
  const { target } = loadOf(fresh, 0);
  const before = await numberIn(system.databaseUrl, INSERTED);
  for (let sent = 0; !stop.aborted;) {
    const stored = (await numberIn(system.databaseUrl, INSERTED)) - before;
    for (; sent < stored + AHEAD && !stop.aborted; sent += PORTION) {
      await sendAll({ target: { ...target, importAs: system.adminToken }, eventOf: orderOf, from: sent }, PORTION);
    }
    await pause(LOOK_MS);
  }
}

/** The imported orders in the timeline, where profile stores them. */
const STORED = `select count(*)::int as number from profile.timeline where identity like 'userId:imported-%'`;
/** All rows of the timeline by Postgres's own count, which costs nothing to read. */
const INSERTED = `
  select sum(n_tup_ins)::int as number from pg_stat_user_tables where schemaname = 'profile' and relname like 'timeline%'`;

async function numberIn(databaseUrl: string, sql: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ number: number }>(sql);
    return rows[0]?.number ?? 0;
  } finally {
    await client.end();
  }
}

function orderOf(number: number): object {
  return {
    type: 'track',
    event: 'Order Completed',
    userId: `imported-${(number * 7_919) % CUSTOMERS}`,
    messageId: `import-${number}`,
    timestamp: new Date(Date.now() - (1 + (number % 700)) * 86_400_000).toISOString(),
    properties: { order_id: `import-${number}`, total: (5 + (number % 7_000) / 100).toFixed(2), currency: 'USD' },
  };
}
