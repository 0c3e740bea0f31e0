// Tables of the record of journeys: the story of each enrolment, the steps that it passed, and
// counts of steps.
import type { Identity } from '@segue/contracts';
import { type Queries, columns } from '@segue/store';
import { type Count, countsIn } from './domain/counts';
import type { Begun, JourneyRecord, Passed, StoryEnd } from './domain/record';

const BEGUN_AMONG = `select id from story where id = any($1)`;
const BEGIN = `
  insert into story (id, journey, version, cause, identity, assigned, since)
  select * from unnest($1::text[], $2::text[], $3::integer[], $4::text[], $5::text[], $6::text[], $7::bigint[])`;
const END = `
  update story set ended_at = done.at, ended_by = done.by, version = done.version
  from unnest($1::text[], $2::bigint[], $3::text[], $4::integer[]) as done(id, at, by, version) where story.id = done.id`;
const PASS = `
  insert into step_passed (enrolment, turn, node, kind, version, entered_at, left_at, way, why)
  select * from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::integer[], $6::bigint[], $7::bigint[],
    $8::text[], $9::text[])
  on conflict (enrolment, turn) do update set left_at = excluded.left_at, way = excluded.way, why = excluded.why`;
const COUNT = `
  insert into step_count (journey, version, node, way, slot, count)
  select journey, version, node, way, pg_backend_pid() % 16, count
  from unnest($1::text[], $2::integer[], $3::text[], $4::text[], $5::bigint[]) as more(journey, version, node, way, count)
  on conflict (journey, version, node, way, slot) do update set count = step_count.count + excluded.count`;
const COUNTS_OF = `
  select version, node, way, sum(count)::bigint as count from step_count where journey = $1
  group by version, node, way order by version, node, way`;
const STORIES = `
  select s.id, s.number, s.journey, s.version, s.cause, s.identity, c.customer_id as customer, s.assigned as "group", s.since,
    s.ended_at as "endedAt", s.ended_by as "endedBy", e.due_at as "dueAt", e.waits_for as "waitsFor"
  from story s join contact c on c.identity = s.identity left join enrolment e on e.id = s.id
  where c.customer_id = any($1) and s.number < $2 and ($3::text is null or s.journey = $3)
  order by s.number desc limit $4`;
const STEPS_OF = `
  select enrolment, turn, node, kind, version, entered_at as "enteredAt", left_at as "leftAt", way, why
  from step_passed where enrolment = any($1) order by enrolment, turn`;

export interface StoryRow extends Omit<Begun, 'identity'> {
  number: number;
  identity: Identity;
  /** Current id of the customer. */
  customer: string;
  endedAt: number | null;
  endedBy: string | null;
  /** Of the wait that lasts. */
  dueAt: number | null;
  waitsFor: string | null;
  steps: Omit<Passed, 'journey' | 'isNew'>[];
}

/** Returns the ids among these whose enrolment is on record. */
export async function begunAmong(queries: Queries, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await queries.query<{ id: string }>(BEGUN_AMONG, [ids], 'begun')).map(({ id }) => id));
}

/** Adds the steps of a batch to the record, and to the counts in the order of their keys. */
export function saveRecord(tx: Queries, record: JourneyRecord): Promise<unknown>[] {
  const { begun, passed, ended } = record;
  const counts = countsIn(record);
  return [
    ...(begun.length > 0 ? [tx.query(BEGIN, begunColumns(begun), 'begin-stories')] : []),
    ...(ended.length > 0 ? [tx.query(END, endColumns(ended), 'end-stories')] : []),
    ...(passed.length > 0 ? [tx.query(PASS, passedColumns(latestOf(passed)), 'pass-steps')] : []),
    ...(counts.length > 0 ? [tx.query(COUNT, countColumns(counts), 'count-steps')] : []),
  ];
}

export function countsOf(queries: Queries, journey: string): Promise<Omit<Count, 'journey'>[]> {
  return queries.query(COUNTS_OF, [journey], 'step-counts');
}

/** Returns the enrolments of customers before a number, newest first, with their steps in order. */
export async function storiesOf(
  queries: Queries,
  customers: readonly string[],
  journey: string | undefined,
  before: number,
  limit: number,
): Promise<StoryRow[]> {
  const stories = await queries.query<Omit<StoryRow, 'steps'>>(STORIES, [customers, before, journey ?? null, limit]);
  const steps = await queries.query<Omit<Passed, 'journey' | 'isNew' | 'why'> & { why: string | null }>(STEPS_OF, [
    stories.map(({ id }) => id),
  ]);
  return stories.map((story) => ({
    ...story,
    steps: steps
      .filter(({ enrolment }) => enrolment === story.id)
      .map((step) => ({ ...step, why: step.why === null ? null : (JSON.parse(step.why) as Passed['why']) })),
  }));
}

/** Writes one row for each step, since a step may be entered and left within a batch. */
function latestOf(passed: readonly Passed[]): Passed[] {
  const latest = new Map<string, Passed>();
  for (const one of passed) {
    const key = `${one.enrolment} ${one.turn}`;
    latest.set(key, { ...one, enteredAt: latest.get(key)?.enteredAt ?? one.enteredAt });
  }
  return [...latest.values()];
}

const begunColumns = (begun: readonly Begun[]): unknown[] =>
  columns(
    begun,
    (one) => one.id,
    (one) => one.journey,
    (one) => one.version,
    (one) => one.cause,
    (one) => one.identity,
    (one) => one.group,
    (one) => one.since,
  );

const endColumns = (ended: readonly StoryEnd[]): unknown[] =>
  columns(
    ended,
    (one) => one.id,
    (one) => one.at,
    (one) => one.by,
    (one) => one.version,
  );

const passedColumns = (passed: readonly Passed[]): unknown[] =>
  columns(
    passed,
    (one) => one.enrolment,
    (one) => one.turn,
    (one) => one.node,
    (one) => one.kind,
    (one) => one.version,
    (one) => one.enteredAt,
    (one) => one.leftAt,
    (one) => one.way,
    (one) => one.why && JSON.stringify(one.why),
  );

const countColumns = (counts: readonly Count[]): unknown[] =>
  columns(
    counts,
    (one) => one.journey,
    (one) => one.version,
    (one) => one.node,
    (one) => one.way,
    (one) => one.count,
  );
