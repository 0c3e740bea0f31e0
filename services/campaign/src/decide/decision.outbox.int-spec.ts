// Decisions and their effects are stored in one transaction and published from it: nothing is lost
// by a crash in between, and nothing is published that is not stored.
import { actions, customerIdOf, decisions } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { NOON, draft, head, visit } from '../../testing/builders';
import { Running } from '../../testing/running';
import { START, decisionId } from './domain/decision';

describeWith('postgres', 'the outbox of decisions', (part) => {
  let on: Running;
  let run = 0;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_outbox');
  }, 60_000);
  beforeEach(() => on.forget());
  afterAll(() => on?.close());

  const visitor = () => `userId:outbox-${run++}` as const;
  const noConsent = head({ consents: {} });
  const unpublished = () => on.db.query('select id from unpublished join decision using (identity, number)');

  it('publishes what is sent as an action and as a decision under one id, with its reasons', async () => {
    const signal = visit(visitor());
    await on.take([signal]);

    const id = decisionId('visit', signal.id, START);
    expect(on.published(actions)).toMatchObject([{ v: 2, kind: 'message', id, channel: 'outbox' }]);
    const [decision] = on.published(decisions);
    expect(decision).toMatchObject({
      ...{ id, customer: signal.customer, identity: signal.identities[0], campaign: 'visit', campaignVersion: 1 },
      ...{ step: 'start', outcome: 'sent', reason: 'sent', dueAt: null },
      effects: [{ kind: 'message', action: id, channel: 'outbox' }],
      signal: { id: signal.id, kind: 'touchpoint', subject: 'Store Visited', occurredAt: NOON },
      ...{ occurredAt: NOON, recordedAt: NOON, origin: 'live', cause: { id: signal.id, depth: 2 } },
    });
    expect(decision?.checks.map(({ check }) => check)).toContain('no-consent');
    expect(await unpublished()).toEqual([]);
  });

  it('publishes what is held back and what is deferred as decisions alone', async () => {
    await on.rules.save('night', draft({ trigger: { on: 'touchpoint', event: 'Night' } }), 0);
    await on.rules.setState('night', 'running');
    await on.rules.setLimits({ cap: null, quietHours: { from: '11:00', to: '13:00' }, globalControl: 0 });
    await on.take([visit(visitor(), { head: noConsent }), visit(visitor(), { subject: 'Night' })]);
    await on.rules.setLimits({ cap: { messages: 2, days: 7 }, quietHours: null, globalControl: 0 });

    expect(on.published(actions)).toEqual([]);
    expect(on.published(decisions)).toMatchObject([
      { outcome: 'held', reason: 'no-consent', dueAt: null, effects: [] },
      { outcome: 'deferred', reason: 'quiet-hours', dueAt: NOON + 3_600_000, effects: [] },
    ]);
    expect(await unpublished()).toEqual([]);
  });

  it('leaves what a crash between commit and publication held up to the sweep, which publishes it once', async () => {
    const [sent, held] = [visit(visitor()), visit(visitor(), { head: noConsent })];
    await on.decider.decide([sent, held]);
    expect(await unpublished()).toHaveLength(2);

    await on.outbox.sweep();
    expect(on.published(decisions)).toEqual([]);
    await on.outbox.sweep();
    await on.outbox.sweep();

    expect(on.published(actions).map(({ customer }) => customer)).toEqual([sent.customer]);
    expect(on.published(decisions).map(({ outcome }) => outcome)).toEqual(['sent', 'held']);
    expect(await unpublished()).toEqual([]);
  });

  it('publishes what a crash held up with the next batch of the same customer, in order', async () => {
    const who = visitor();
    const [first, second] = [visit(who), visit(who, { number: 2 })];
    await on.decider.decide([first]);
    await on.take([second]);

    expect(on.published(decisions).map(({ signal }) => signal.id)).toEqual([first.id, second.id]);
    expect(on.published(actions)).toHaveLength(2);
    expect(await unpublished()).toEqual([]);
  });

  it('keeps a decision unpublished while either topic refuses it', async () => {
    const { publish } = on.bus;
    const refusing = async (name: string, work: () => Promise<unknown>) => {
      on.bus.publish = (topic, messages) =>
        topic === name ? Promise.reject(new Error('no broker')) : publish(topic, messages);
      await expect(work()).rejects.toThrow('no broker');
      on.bus.publish = publish;
    };
    const signal = visit(visitor());
    await refusing(decisions.name, () => on.take([signal]));
    expect(await unpublished()).toHaveLength(1);
    await refusing(actions.name, () => on.take([signal]));
    expect(await unpublished()).toHaveLength(1);
    await on.take([signal]);

    expect(await unpublished()).toEqual([]);
    const id = decisionId('visit', signal.id, START);
    expect(new Set(on.published(actions).map((action) => action.id))).toEqual(new Set([id]));
    expect(new Set(on.published(decisions).map((decision) => decision.id))).toEqual(new Set([id]));
  });

  it('publishes an action that an earlier version stored, in the current form and with its decision', async () => {
    const customer = customerIdOf('userId:older');
    const body = {
      ...{ id: 'd-older', campaign: 'visit', campaignVersion: 1, customer, step: 'start', outcome: 'sent' },
      ...{ reason: 'sent', checks: [], occurredAt: NOON, decidedAt: NOON, dueAt: null },
      cause: { id: 'older', kind: 'touchpoint', subject: 'Store Visited', from: null, to: null, because: {} },
    };
    const action = {
      ...{ v: 1, id: 'd-older', customer, identities: ['userId:older'], campaign: 'visit', campaignVersion: 1 },
      ...{ step: 'start', class: 'marketing', consent: 'webhook/marketing', channel: 'webhook', to: 'shop' },
      ...{ content: { subject: 'Hello', body: 'Hello', data: {} }, expiresAt: null, occurredAt: NOON },
      ...{ recordedAt: NOON - 5, origin: 'import', cause: { kind: 'touchpoint', id: 'older', depth: 1 } },
    };
    await on.db.query(
      `insert into decision (campaign, cause, leg, id, identity, outcome, reason, decided_at, body, effects)
       values ('visit', 'older', 'start', 'd-older', 'userId:older', 'sent', 'sent', $1, $2, $3)`,
      [NOON, JSON.stringify(body), JSON.stringify(action)],
    );
    await on.db.query(
      `insert into unpublished (identity, number) select identity, number from decision where id = 'd-older'`,
    );
    await on.outbox.publishAll();

    expect(on.published(actions)).toEqual([{ ...action, v: 2, kind: 'message' }]);
    expect(on.published(decisions)).toMatchObject([
      { id: 'd-older', identity: 'userId:older', recordedAt: NOON - 5, origin: 'import', cause: action.cause },
    ]);
  });
});
