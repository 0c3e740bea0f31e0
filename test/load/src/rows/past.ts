// past: what an event costs a customer with a long history, beside one with a short history. The
// same traffic at `--rate`: first of customers with five orders each, then of customers with
// `--past` orders each. Costs contain what the system uses while it waits, the same for both.
import { perEvent } from '../accounting/per-event';
import { type CustomerOf, inTurn } from '../customers';
import { costOf } from '../phase';
import { sendAll, sendAtRate } from '../sender';
import type { Figures } from '../table';
import type { Bench } from './row';

const FEW = 5;
/** Customers with many orders; more than the events of one request, so that none is in it twice. */
const HEAVY = 20;
/** Events that a customer with few orders gets while it is measured, so that they stay few. */
const EVENTS_EACH = 2;
const DAY_MS = 86_400_000;
const DAYS = 700;

export async function past(bench: Bench): Promise<Figures> {
  const { rate, seconds, past: orders } = bench.options;
  const events = rate * seconds;
  const light = await measured(bench, 'light', Math.max(HEAVY, Math.ceil(events / EVENTS_EACH)), FEW);
  const heavy = await measured(bench, 'heavy', HEAVY, orders);
  return {
    ...named(light, FEW),
    ...named(heavy, orders),
    ...Object.fromEntries(
      Object.entries(heavy).flatMap(([label, cost]) => {
        const few = light[label] ?? 0;
        return TIMES.includes(label) && few > 0 ? [[`${label}, times that with ${FEW} orders`, cost / few]] : [];
      }),
    ),
  };
}

const TIMES = ['processor, µs/event: all but the driver', 'WAL, bytes/event'];

const named = (figures: Figures, orders: number) =>
  Object.fromEntries(Object.entries(figures).map(([label, figure]) => [`${orders} orders: ${label}`, figure]));

async function measured(bench: Bench, name: string, customers: number, orders: number): Promise<Figures> {
  const { rate, seconds } = bench.options;
  const customerOf = inTurn(name, customers);
  const count = customers * orders;
  const now = Date.now();
  const history = bench.loadOf(customerOf, count);
  const orderAt = (number: number) => orderOf(number - history.from, count, customerOf, now);
  await sendAll({ ...history, eventOf: orderAt }, count, bench.progress(count, `orders of ${name} customers`));
  await bench.system.quiet(bench.patienceMs + count);
  let sent = 0;
  const load = bench.loadOf(customerOf, rate * seconds);
  const cost = await costOf(bench, async () => {
    sent = await sendAtRate(load, rate, seconds);
  });
  return perEvent(cost, sent);
}

/** Returns an order of the past; those of a customer are spread evenly over two years. */
function orderOf(number: number, count: number, customerOf: CustomerOf, now: number): object {
  const at = now - DAYS * DAY_MS * (1 - number / count);
  const userId = customerOf(number);
  const id = `past-${userId}-${number}`;
  return {
    type: 'track',
    event: 'Order Completed',
    userId,
    messageId: id,
    timestamp: new Date(at).toISOString(),
    properties: { order_id: id, total: (5 + (number % 7_000) / 100).toFixed(2), currency: 'USD' },
  };
}
