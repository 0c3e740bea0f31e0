// A store of an earlier version keeps its decisions, and both ends of a wait.
import { type OpenDb, migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { NOON } from '../../testing/builders';
import { decisionId, resumption } from '../decide/domain/decision';
import { takenOf } from '../decide/domain/effects';
import { MIGRATIONS } from '../migrations/all';
import { DecisionReader } from './decision.reader';
import { addDecisions, decidedAmong } from './decision.store';
import { decisionView } from './decisions.views';

const SCHEMA = 'campaign_leg';
const FILE = `select pg_relation_filenode('decision') as file`;
const DUE = NOON + 1_000;

describeWith('postgres', 'decisions of an earlier version', (part) => {
  let open: OpenDb;

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, MIGRATIONS.slice(0, 11));
  }, 60_000);
  afterAll(() => open.close());

  it('are read with the other end of their wait, are not taken again, and no row is rewritten', async () => {
    await open.query(
      `insert into contact (identity, customer_id, version, number, sent) values ('userId:u', 'c', 1, 1, '[]')`,
    );
    const body = (step: string, outcome: string, dueAt: number | null) => ({
      ...{ id: decisionId('hello', 's', step), campaign: 'hello', campaignVersion: 1, customer: 'c', step, outcome },
      ...{ reason: outcome, checks: [], occurredAt: NOON, decidedAt: NOON, dueAt },
      ...{ provenance: { recordedAt: NOON, origin: 'live', cause: null } },
      cause: { id: 's', kind: 'touchpoint', subject: 'Visit', from: null, to: null, because: {} },
    });
    const bodies = [body('start', 'deferred', DUE), body(resumption(DUE), 'held', null)];
    for (const one of bodies) {
      await open.query(
        `insert into decision (campaign, cause, step, id, identity, outcome, reason, decided_at, body)
         values ('hello', 's', $1, $2, 'userId:u', $3, $3, $4, $5)`,
        [one.step, one.id, one.outcome, NOON, JSON.stringify(one)],
      );
    }
    const before = await open.query(FILE, [], 'before');
    await migrate(part().url, SCHEMA, MIGRATIONS);
    expect(await open.query(FILE, [], 'after')).toEqual(before);

    const [start, end] = bodies.map(({ id }) => id);
    const rows = await new DecisionReader(open).list({ campaign: 'hello' }, Number.MAX_SAFE_INTEGER, 10);
    expect(rows.map(({ decision, waitedFrom, endedBy }) => [decision.leg, waitedFrom, endedBy?.id])).toEqual([
      [resumption(DUE), start, undefined],
      ['start', null, end],
    ]);
    expect(rows.map((row) => [decisionView(row).step, takenOf(row.decision).step])).toEqual([
      [resumption(DUE), resumption(DUE)],
      ['start', 'start'],
    ]);
    expect(await decidedAmong(open, [start!, end!])).toEqual(new Set([start, end]));

    // A new row has the same form.
    const again = { ...rows[1]!.decision, id: 'd-new', campaign: 'other' };
    await Promise.all(addDecisions(open, [again]));
    const [stored] = await open.query<{ body: string; leg: string }>(
      `select body, leg from decision where id = 'd-new'`,
    );
    expect(stored?.leg).toBe('start');
    expect(JSON.parse(stored!.body)).toEqual({ ...bodies[0], id: 'd-new', campaign: 'other' });
  });
});
