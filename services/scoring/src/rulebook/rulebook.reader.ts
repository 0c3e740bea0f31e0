// Reads the rulebook: segments, settings, needs and what campaigns subscribe to.
import { ORDER_CHANGES, type OrderChange } from '@segue/orders';
import type { Brand } from '@segue/parts';
import type { Needs, Rule } from '@segue/rules';
import { Breather, inSlices } from '@segue/service';
import { type Queries, rulesVersion } from '@segue/store';
import { DEFAULT_SETTINGS, type Rulebook, rulebookInSteps, type Segment, type Settings } from './domain/rulebook';

const SEGMENTS = `select id, name, rule, version from segment where not deleted order by id`;
export const SETTINGS = `select distinct on (kind) kind, body, version, taken_at from setting where kind <> 'needs' order by kind, version desc`;
const NEEDS = `select body from setting where kind = 'needs'`;
const SUBSCRIBED_EVENTS = `select distinct unnest(events) as event from subscription`;
const SUBSCRIBED_ORDERS = `select distinct unnest(orders) as change from subscription`;

export async function load(db: Queries, brand: Brand): Promise<Rulebook> {
  // The version first: if something changes in between, the version is stale and the batch is
  // refused.
  const version = await rulesVersion(db);
  const segments = await segmentsOf(db);
  const settings = await db.query<{ kind: string; body: string; version: number }>(SETTINGS);
  const needs = await db.query<{ body: string }>(NEEDS);
  const events = await db.query<{ event: string }>(SUBSCRIBED_EVENTS);
  const orders = await db.query<{ change: string }>(SUBSCRIBED_ORDERS);
  const given = {
    version,
    segments,
    settings: {
      ...DEFAULT_SETTINGS,
      ...Object.fromEntries(settings.map(({ kind, body }) => [kind, JSON.parse(body)])),
    } as Settings,
    settingsVersion: Math.max(0, ...settings.map((setting) => setting.version)),
    brand,
    subscribedEvents: new Set(events.map((one) => one.event)),
    subscribedOrders: new Set(orders.map((one) => one.change).filter(isOrderChange)),
    needs: new Map(needs.map(({ body }) => JSON.parse(body) as Needs).map((one) => [one.id, one])),
  };
  return inSlices(rulebookInSteps(given));
}

const isOrderChange = (change: string): change is OrderChange => ORDER_CHANGES.includes(change as OrderChange);

export async function segmentsOf(queries: Queries): Promise<Segment[]> {
  const rows = await queries.query<{ id: string; name: string; rule: string; version: number }>(SEGMENTS);
  const breather = new Breather();
  const segments: Segment[] = [];
  for (const row of rows) {
    segments.push({ ...row, rule: JSON.parse(row.rule) as Rule });
    await breather.breathe();
  }
  return segments;
}
