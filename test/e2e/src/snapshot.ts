// The part of a system's end state that must not depend on drivers, crashes or batches: profiles
// and standings by their sets of identities, and transitions and decisions of customers with one
// identity.
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';

const SHOWN = 5;

export interface Snapshot {
  /** Profile of each identity, without outcomes of delivery. */
  profiles: Record<string, unknown>;
  /** Tiers and segments by identities of the customer. */
  standings: Record<string, unknown>;
  /** Transitions in their order, of customers with one identity. */
  transitions: Record<string, string[]>;
  /** `campaign outcome reason instant`, sorted, of customers with one identity. */
  decisions: Record<string, string[]>;
  /** Number of deliveries by status. */
  deliveries: Record<string, number>;
  /** Keys of deliveries with the status `sent`. */
  sends: string[];
}

interface Rows {
  identities: {
    identity: string;
    customer_id: string;
    part: string;
    /** Orders that are rows of their own. */
    orders: string | null;
    touchpoints: number;
    last: string | null;
  }[];
  standings: { customer_id: string; state: string }[];
  transitions: { customer_id: string; body: string }[];
  decisions: { customer_id: string; body: string }[];
  deliveries: { status: string; count: number }[];
  sends: { action_id: string }[];
}

// Outcomes arrive after the marks, so they are left out.
const IDENTITIES = `
  select i.identity, i.customer_id, i.part, count(t.identity)::int as touchpoints, max(t.occurred_at)::text as last,
    (select json_object_agg(o.key, o.body::json)::text from profile.identity_order o where o.owner = i.identity) as orders
  from profile.identity i left join profile.timeline t on t.identity = i.identity and t.source <> 'delivery'
  group by i.identity, i.customer_id, i.part`;
const OUTCOMES = /^Message /;
const DECISIONS = `
  select c.customer_id, d.body from campaign.decision d join campaign.contact c using (identity) order by d.number`;

export async function snapshotOf(databaseUrl: string): Promise<Snapshot> {
  const rows = await read(databaseUrl);
  const members = new Map<string, string[]>();
  for (const { identity, customer_id } of rows.identities) {
    members.set(customer_id, [...(members.get(customer_id) ?? []), identity]);
  }
  const nameOf = (customer: string) => (members.get(customer) ?? []).sort().join(' ');
  const single = new Set(
    [...members].filter(([, identities]) => identities.length === 1).map(([customer]) => customer),
  );
  return {
    profiles: byName(
      rows.identities,
      ({ identity }) => identity,
      ({ part, orders, touchpoints, last }) => ({
        ...partIn(part, orders),
        touchpoints,
        lastSeen: last,
      }),
    ),
    standings: byName(
      rows.standings.filter(({ customer_id }) => members.has(customer_id)),
      ({ customer_id }) => nameOf(customer_id),
      ({ state }) => standingIn(state),
    ),
    transitions: lists(
      rows.transitions.filter((row) => single.has(row.customer_id)),
      nameOf,
      transitionIn,
    ),
    decisions: lists(
      rows.decisions.filter((row) => single.has(row.customer_id)),
      nameOf,
      decisionIn,
    ),
    deliveries: Object.fromEntries(rows.deliveries.map(({ status, count }) => [status, count])),
    sends: rows.sends.map((row) => row.action_id),
  };
}

/** The revision of orders that are rows of their own is random. */
function partIn(part: string, orders: string | null): object {
  const { orderRows: _revision, ...rest } = JSON.parse(part, withoutReceipt) as { orderRows?: string };
  return orders === null ? rest : { ...rest, orders: JSON.parse(orders, withoutReceipt) as object };
}

/** Drops the receipt from a touchpoint's turn (`turnOf`): it differs with the time of the run. */
function withoutReceipt(key: string, value: unknown): unknown {
  return key === 'by' && typeof value === 'string' ? value.replace(/^[0-9a-z]{13}\//, '') : value;
}

/** Returns the first few names whose values differ, with both values. */
export function differences(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
): { name: string; one: unknown; other: unknown }[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return names
    .filter((name) => !isDeepStrictEqual(one[name], other[name]))
    .map((name) => ({ name, one: one[name], other: other[name] }))
    .slice(0, SHOWN);
}

/** Returns the snapshot without some customers, by any of their identities. */
export function without(snapshot: Snapshot, identities: ReadonlySet<string>): Snapshot {
  const keep = ([name]: [string, unknown]) => !name.split(' ').some((identity) => identities.has(identity));
  return {
    ...snapshot,
    transitions: Object.fromEntries(Object.entries(snapshot.transitions).filter(keep)),
    decisions: Object.fromEntries(Object.entries(snapshot.decisions).filter(keep)),
  };
}

async function read(databaseUrl: string): Promise<Rows> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const ask = async <Row extends object>(sql: string) => (await client.query<Row>(sql)).rows;
    return {
      identities: await ask(IDENTITIES),
      standings: await ask(`select customer_id, state from scoring.standing where value_tier is not null`),
      transitions: await ask('select customer_id, body from scoring.transition order by customer_id, number'),
      decisions: await ask(DECISIONS),
      deliveries: await ask('select status, count(*)::int as count from delivery.delivery group by status'),
      sends: await ask(`select action_id from delivery.delivery where status = 'sent' order by action_id`),
    };
  } finally {
    await client.end();
  }
}

function byName<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  valueOf: (row: Row) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(rows.map((row) => [nameOf(row), valueOf(row)]).sort());
}

function lists<Row extends { customer_id: string; body: string }>(
  rows: readonly Row[],
  nameOf: (customer: string) => string,
  inWords: (body: string) => string | null,
): Record<string, string[]> {
  const words: Record<string, string[]> = {};
  for (const { customer_id, body } of rows) {
    const word = inWords(body);
    if (word) (words[nameOf(customer_id)] ??= []).push(word);
  }
  return Object.fromEntries(Object.entries(words).sort());
}

interface Answer {
  next: { at: number } | null;
}

/** Returns a standing without the origins of its due changes. */
function standingIn(state: string): unknown {
  const { tiers, segments } = JSON.parse(state) as Record<'tiers' | 'segments', Record<string, Answer>>;
  const bare = (answers: Record<string, Answer>) =>
    Object.entries(answers).map(([id, { next, ...answer }]) => [id, { ...answer, until: next?.at ?? null }] as const);
  return { tiers: Object.fromEntries(bare(tiers)), segments: Object.fromEntries(bare(segments)) };
}

function transitionIn(body: string): string | null {
  const { kind, subject, from, to, occurredAt } = JSON.parse(body) as Record<string, unknown>;
  return OUTCOMES.test(String(subject))
    ? null
    : [kind, subject, from, to, new Date(Number(occurredAt)).toISOString()].join(' ');
}

function decisionIn(body: string): string {
  const { campaign, step, outcome, reason, decidedAt } = JSON.parse(body) as Record<string, unknown>;
  return [campaign, step, outcome, reason, new Date(Number(decidedAt)).toISOString()].join(' ');
}
