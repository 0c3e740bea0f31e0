// Table of the enrolments that wait. An enrolment that ends has no row here: its record is its
// decisions and, for journeys that are on record, its story.
import type { Identity } from '@segue/contracts';
import { type Queries, columns } from '@segue/store';
import type { Context, WaitingEnrolment, WaitsFor } from './domain/enrolment';

const COLUMNS = 'id, journey, version, identity, node, since, due_at, waits_for, awaits, goal, state';
// A wait that is over or may be ended is loaded. Others are only counted, since a context may be
// large.
const WAITING_OF = `
  select ${COLUMNS}, case when (state = 'waiting' and due_at <= $2) or awaits = any($3) or goal = any($3) then context end as context
  from enrolment where identity = any($1)`;
const SAVE = `
  insert into enrolment (id, journey, version, cause, identity, node, since, due_at, waits_for, context, awaits, goal, state)
  select * from unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[],
    $7::bigint[], $8::bigint[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[])
  on conflict (id) do update
  set version = excluded.version, node = excluded.node, due_at = excluded.due_at, waits_for = excluded.waits_for,
    context = excluded.context, awaits = excluded.awaits, goal = excluded.goal, state = excluded.state`;
const END = `delete from enrolment where id = any($1)`;
const DUE = `
  select ${COLUMNS}, context from enrolment
  where state = 'waiting' and due_at <= $1 order by due_at, journey, cause limit $2`;
const DUE_LEFT = `select 1 as one from enrolment where state = 'waiting' and due_at <= $1 limit 1`;
const WAITING_AMONG = `select distinct identity from enrolment where identity = any($1)`;
// By an index that holds these alone.
const WAITING_IN = `
  select count(*)::int as count from enrolment
  where journey = $1 and waits_for = 'quiet-hours' and state = 'waiting'`;
const IS_ANY_PAUSED = `select 1 as one from enrolment where state = 'paused' limit 1`;
// The wait ends now: its age counts from here.
const RELEASE = `
  update enrolment set state = 'waiting', due_at = greatest(due_at, $2) where state = 'paused' and id in (
    select paused.id from campaign_state s
    cross join lateral (select e.id from enrolment e where e.state = 'paused' and e.journey = s.id
      limit $1 for update skip locked) as paused
    where s.state = any($3) limit $1)
  returning id`;

interface Row {
  id: string;
  journey: string;
  version: number;
  identity: Identity;
  node: string;
  since: number;
  due_at: number;
  waits_for: WaitsFor;
  awaits: string | null;
  goal: string | null;
  state: WaitingEnrolment['state'];
  context: string;
}

export interface WaitingOf {
  /** Enrolments that are due or that may be ended. */
  due: WaitingEnrolment[];
  /** The journeys of the enrolments that are only counted, by the identity that caused them. */
  later: Map<Identity, string[]>;
}

/**
 * Returns the waiting enrolments of these identities, split at `until`.
 * @param keys keys of signals: waits and goals for which one of them counts are loaded as well.
 */
export async function waitingOf(
  queries: Queries,
  identities: readonly Identity[],
  until: number,
  keys: readonly string[] = [],
): Promise<WaitingOf> {
  const rows = await queries.query<Omit<Row, 'context'> & { context: string | null }>(
    WAITING_OF,
    [identities, until, keys],
    'waiting-of',
  );
  const later = new Map<Identity, string[]>();
  for (const { identity, context, journey } of rows)
    if (context === null) later.set(identity, [...(later.get(identity) ?? []), journey]);
  return {
    due: rows.flatMap(({ context, ...row }) => (context === null ? [] : [enrolmentOf({ ...row, context })])),
    later,
  };
}

/** Stores enrolments that began to wait and deletes those that were resumed. */
export function saveEnrolments(
  tx: Queries,
  waiting: readonly WaitingEnrolment[],
  resumed: readonly WaitingEnrolment[],
): Promise<unknown>[] {
  const begun = waiting.filter((one) => !resumed.includes(one));
  return [
    ...(resumed.length > 0 ? [tx.query(END, [resumed.map(({ id }) => id)], 'end-waiting')] : []),
    ...(begun.length > 0 ? [tx.query(SAVE, enrolmentColumns(begun), 'add-waiting')] : []),
  ];
}

/** Returns the enrolments that are due at `now`, the earliest first. */
export async function dueEnrolments(queries: Queries, now: number, limit: number): Promise<WaitingEnrolment[]> {
  return (await queries.query<Row>(DUE, [now, limit], 'due')).map(enrolmentOf);
}

export async function isAnyDue(queries: Queries, now: number): Promise<boolean> {
  return (await queries.query(DUE_LEFT, [now], 'due-left')).length > 0;
}

/** Returns the identities among these that have a waiting enrolment. */
export async function waitingAmong(queries: Queries, identities: readonly Identity[]): Promise<Set<Identity>> {
  if (identities.length === 0) return new Set();
  const rows = await queries.query<{ identity: Identity }>(WAITING_AMONG, [identities], 'waiting-among');
  return new Set(rows.map((row) => row.identity));
}

/**
 * Resumes up to `limit` paused enrolments of campaigns in one of these states. Resolves with their
 * number.
 */
export async function releasePaused(
  queries: Queries,
  states: readonly string[],
  now: number,
  limit: number,
): Promise<number> {
  if ((await queries.query(IS_ANY_PAUSED, [], 'any-paused')).length === 0) return 0;
  return (await queries.query(RELEASE, [limit, now, states], 'release-paused')).length;
}

/** Returns the number of messages of a campaign that wait for the end of quiet hours. */
export async function quietIn(queries: Queries, journey: string): Promise<number> {
  const [row] = await queries.query<{ count: number }>(WAITING_IN, [journey]);
  return row?.count ?? 0;
}

function enrolmentOf({ due_at: dueAt, waits_for: waitsFor, awaits, goal, context, ...row }: Row): WaitingEnrolment {
  return {
    ...row,
    ...{ dueAt, waitsFor, context: contextIn(context) },
    ...(awaits !== null && { awaits }),
    ...(goal !== null && { goal }),
  };
}

/** Older versions stored the signal alone. */
function contextIn(text: string): Context {
  const stored = JSON.parse(text) as Partial<Context> & Pick<Context, 'signal'>;
  return { turn: 0, at: stored.signal.occurredAt, group: 'treated', ...stored };
}

const enrolmentColumns = (enrolments: readonly WaitingEnrolment[]): unknown[] =>
  columns(
    enrolments,
    (one) => one.id,
    (one) => one.journey,
    (one) => one.version,
    (one) => one.context.signal.id,
    (one) => one.identity,
    (one) => one.node,
    (one) => one.since,
    (one) => one.dueAt,
    (one) => one.waitsFor,
    (one) => JSON.stringify(one.context),
    (one) => one.awaits ?? null,
    (one) => one.goal ?? null,
    (one) => one.state,
  );
