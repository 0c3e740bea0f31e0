// import: what an import costs live traffic. Latency of live events at `--rate`, alone and then
// beside an import of orders that goes on as long as they do, and the speed of that import.
import { Client } from 'pg';
import { pause } from '../../../e2e/src/pause';
import { latency } from '../latency';
import type { Figures } from '../table';
import type { Bench } from './row';

/** Customers of the import, none of whom the live traffic knows. */
const CUSTOMERS = 100_000;
const REQUEST = 500;
/** Milliseconds an imported order may take until it is stored. */
const EACH_MS = 10;

export async function importing(bench: Bench): Promise<Figures> {
  const { rate } = bench.options;
  const alone = await latency(bench, rate);
  const stop = new AbortController();
  const started = performance.now();
  const imported = sendOrders(bench, stop.signal);
  const beside = await latency(bench, rate, () => pause(1_000));
  const stored = await storedOrders(bench.system.databaseUrl);
  const perSecond = stored / ((performance.now() - started) / 1000);
  stop.abort();
  const sent = await imported;
  await bench.system.quiet(bench.patienceMs + EACH_MS * sent);
  return { ...named(alone, 'alone'), ...named(beside, 'beside'), 'orders/s, imported': perSecond };
}

const named = (figures: Figures, when: string) =>
  Object.fromEntries(Object.entries(figures).map(([label, figure]) => [`${when}: ${label}`, figure]));

/** Imports orders until it is stopped; resolves with their number. */
async function sendOrders({ clientOf }: Bench, stop: AbortSignal): Promise<number> {
  const client = clientOf('ingestion');
  let sent = 0;
  for (; !stop.aborted; sent += REQUEST) {
    const orders = Array.from({ length: REQUEST }, (_, place) => orderOf(sent + place));
    await client.send(orders, 'import');
  }
  return sent;
}

/** Returns the number of imported orders in the timeline, where profile has stored them. */
async function storedOrders(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ orders: number }>(STORED);
    return rows[0]?.orders ?? 0;
  } finally {
    await client.end();
  }
}

const STORED = `select count(*)::int as orders from profile.timeline where identity like 'userId:imported-%'`;

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
