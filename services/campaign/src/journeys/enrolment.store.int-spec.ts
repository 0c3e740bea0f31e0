// Enrolments on a real Postgres: how waits end, and that those of an earlier version go on.
import { type Identity, type Signal, customerIdOf } from '@segue/contracts';
import { migrate } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { NOON, draft, head, merged, visit } from '../../testing/builders';
import { Running } from '../../testing/running';
import { MIGRATIONS } from '../migrations/all';
import { enrolmentId } from './domain/enrolment';
import { dueEnrolments, quietIn } from './enrolment.store';

describeWith('postgres', 'enrolments on Postgres', (part) => {
  let on: Running;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_enrolment');
  }, 60_000);
  afterAll(() => on?.close());

  describe('the end of a wait', () => {
    const MORNING = Date.UTC(2026, 10, 22, 8);
    const atNight = { occurredAt: MORNING - 3_600_000 };
    const mail = (email: string, firstName: string) =>
      head({ traits: { email, firstName }, consents: { 'email/marketing': { granted: true, at: 1 } } });
    const before = mail('old@example.test', 'Old');
    const after = mail('new@example.test', 'New');
    const standingIn = (...segments: string[]) => ({ ...visit('userId:x').standing, segments });

    async function deferred(user: Identity, campaign: string, cause: Partial<Signal>): Promise<Signal> {
      on.setClock(atNight.occurredAt);
      await on.rules.setLimits({ cap: null, quietHours: { from: '00:00', to: '08:00' }, globalControl: 0 });
      await on.rules.save(
        campaign,
        draft({
          channel: 'email',
          trigger: { on: 'entered', segment: campaign },
          content: { subject: 'Hi {{ customer.firstName }}', body: 'Hello' },
        }),
        0,
      );
      await on.rules.setState(campaign, 'running');
      const entered = visit(user, {
        kind: 'entered',
        subject: campaign,
        head: before,
        standing: standingIn(campaign),
        ...atNight,
        ...cause,
      });
      await on.take([entered]);
      return entered;
    }

    async function morning(): Promise<void> {
      on.setClock(MORNING + 1);
      await on.resumeUntil(MORNING + 1);
      on.setClock(NOON);
    }

    const storyOf = async (campaign: string) =>
      (await on.reader.list({ campaign }, Number.MAX_SAFE_INTEGER, 10)).map((row) => ({
        ...row.decision,
        to: row.decision.effects[0]?.to,
        subject: row.decision.effects[0]?.content.subject,
        waitedFrom: row.waitedFrom,
        endedBy: row.endedBy,
      }));

    it('is decided by the head of then, and both halves name each other', async () => {
      const user = 'userId:wait-head';
      await deferred(user, 'wait-head', {});
      await on.take([
        visit(user, { subject: 'identify', number: 2, version: 2, head: after, standing: standingIn('wait-head') }),
      ]);
      await morning();

      const [end, start] = await storyOf('wait-head');
      expect(end).toMatchObject({ outcome: 'sent', to: 'new@example.test', subject: 'Hi New', waitedFrom: start?.id });
      expect(start).toMatchObject({
        outcome: 'deferred',
        waitedFrom: null,
        endedBy: { id: end?.id, outcome: 'sent', reason: 'sent', decidedAt: MORNING + 1 },
      });
      expect(await on.db.query('select * from customer_state')).toEqual([]);
    });

    it('holds back when the trigger no longer holds, by a signal without a campaign, once or repeated', async () => {
      const user = 'userId:wait-left';
      await deferred(user, 'wait-left', {});
      const left = visit(user, { kind: 'left', subject: 'wait-left', number: 2, version: 2, head: before });
      await on.take([left]);
      await on.take([left]);
      await morning();

      const [end] = await storyOf('wait-left');
      expect(end).toMatchObject({ outcome: 'held', reason: 'no-longer' });
      expect(end?.checks.at(-1)?.detail).toEqual({ trigger: 'entered', segment: 'wait-left', isIn: false });
    });

    it('is decided by what the survivor of a merge is known by', async () => {
      const [device, user] = ['anonymousId:wait-merge', 'userId:wait-merge'] as const;
      await deferred(device, 'wait-merge', {});
      const both = { identities: [device, user], number: 7, version: 3, standing: standingIn('wait-merge') };
      await on.take([merged({ ...both, head: after })]);
      await morning();

      const [end] = await storyOf('wait-merge');
      expect(end).toMatchObject({ outcome: 'sent', to: 'new@example.test', customer: customerIdOf(user) });
      expect(await on.db.query('select * from customer_state')).toEqual([]);
    });

    it('is held by a consent that was withdrawn meanwhile, and nothing is counted as sent', async () => {
      const user = 'userId:wait-consent';
      await deferred(user, 'wait-consent', {});
      const consents = { 'email/marketing': { granted: false, at: 2 } };
      const standing = standingIn('wait-consent');
      await on.take([
        visit(user, { subject: 'Consent Withdrawn', number: 2, version: 2, head: { ...before, consents }, standing }),
      ]);
      await morning();

      expect((await storyOf('wait-consent'))[0]).toMatchObject({ outcome: 'held', reason: 'no-consent' });
      expect(await on.db.query('select sent from contact where identity = $1', [user])).toEqual([{ sent: '[]' }]);
    });

    it('of quiet hours alone is what results count, not other waits of a journey', async () => {
      on.setClock(NOON);
      await on.rules.setLimits({ cap: null, quietHours: { from: '00:00', to: '08:00' }, globalControl: 0 });
      const steps = [
        { node: 'hour', kind: 'wait', for: 3_600, next: 'note' },
        { node: 'note', kind: 'send', next: 'end' },
        { node: 'end', kind: 'exit' },
      ] as const;
      const trigger = { on: 'touchpoint', event: 'Quiet' } as const;
      await on.rules.save('wait-quiet', draft({ trigger, steps: [...steps] }), 0);
      await on.rules.setState('wait-quiet', 'running');
      const begin = (user: Identity, occurredAt: number) => on.take([visit(user, { subject: 'Quiet', occurredAt })]);
      await begin('userId:wait-quiet-1', NOON);
      expect(await quietIn(on.db, 'wait-quiet')).toBe(0);
      on.setClock(atNight.occurredAt + 86_400_000);
      await on.resumeUntil(NOON + 3_600_000);
      await begin('userId:wait-quiet-2', atNight.occurredAt + 86_400_000);
      expect(await quietIn(on.db, 'wait-quiet')).toBe(1);
      on.setClock(NOON);
    });

    it('sends where nothing has changed', async () => {
      await deferred('userId:wait-same', 'wait-same', {});
      await morning();

      expect((await storyOf('wait-same'))[0]).toMatchObject({ outcome: 'sent', to: 'old@example.test' });
      await on.rules.setLimits({ cap: { messages: 2, days: 7 }, quietHours: null, globalControl: 0 });
    });
  });

  it('goes on where an earlier version kept it as a wait', async () => {
    const schema = 'campaign_enrolment_before';
    const { url } = part();
    const db = await freshSchema(url, schema, MIGRATIONS.slice(0, 6));
    try {
      const because = { note: 'quotes ", backslashes \\ and \u0001' };
      const [known, unknown] = [visit('userId:wait-old', { because }), visit('userId:wait-odd', { number: 2 })];
      await db.query(`insert into campaign_state (id, version, state) values ('visit', 7, 'running')`);
      for (const { id, identities, ...rest } of [known, unknown]) {
        await db.query(
          `insert into waiting (campaign, cause, identity, due_at, signal) values ('visit', $1, $2, $3, $4)`,
          [id, identities[0], NOON, JSON.stringify({ ...rest, id, identities })],
        );
      }
      const deferred = { id: 'd', campaign: 'visit', campaignVersion: 3, outcome: 'deferred' };
      await db.query(
        `insert into decision (campaign, cause, step, id, identity, outcome, reason, decided_at, body, owed)
         values ('visit', $1, 'start', 'd', 'userId:wait-old', 'deferred', 'quiet-hours', $2, $3, false)`,
        [known.id, NOON - 1_000, JSON.stringify(deferred)],
      );
      await db.query(`insert into present (identity, body) values ('userId:wait-old', '{}')`);
      await migrate(url, schema, MIGRATIONS);

      const waiting = { journey: 'visit', node: 'send', dueAt: NOON, waitsFor: 'quiet-hours', state: 'waiting' };
      const begun = { turn: 0, at: NOON, group: 'treated' };
      const expected = [
        {
          ...waiting,
          version: 3,
          identity: 'userId:wait-old',
          since: NOON - 1_000,
          context: { ...begun, signal: known },
        },
        { ...waiting, version: 7, identity: 'userId:wait-odd', since: NOON, context: { ...begun, signal: unknown } },
      ].map((one) => ({ ...one, id: enrolmentId('visit', one.context.signal.id) }));
      const due = await dueEnrolments(db, NOON, 10);
      expect(due).toHaveLength(2);
      expect(due).toEqual(expect.arrayContaining(expected));
      expect(await db.query('select identity from customer_state')).toEqual([{ identity: 'userId:wait-old' }]);
    } finally {
      await db.close();
    }
  }, 60_000);
});
