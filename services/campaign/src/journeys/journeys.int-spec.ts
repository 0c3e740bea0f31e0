// Journeys on a real Postgres: waits, goals, the record and its counts, versions, and what a
// repetition or a crash leaves.
import { type Identity, definitions } from '@segue/contracts';
import { describeWith, longestStretchMs } from '@segue/testing';
import { NOON, draft, visit } from '../../testing/builders';
import { Running } from '../../testing/running';
import type { CampaignDraft } from './domain/campaign';
import { storiesOf } from './story.store';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const REMINDERS: Partial<CampaignDraft> = {
  trigger: { on: 'touchpoint', event: 'Basket Filled' },
  goal: { event: 'Bought', sameBasket: true },
  steps: [
    { node: 'hour', kind: 'wait', for: 3_600, next: 'first' },
    { node: 'first', kind: 'send', content: { subject: 'First', body: 'First' }, next: 'reply' },
    { node: 'reply', kind: 'wait', event: 'Replied', timeout: 86_400, next: 'end', otherwise: 'second' },
    { node: 'second', kind: 'send', content: { subject: 'Second', body: 'Second' }, next: 'end' },
    { node: 'end', kind: 'exit' },
  ],
};

describeWith('postgres', 'journeys on Postgres', (part) => {
  let on: Running;
  let run = 0;
  let name: string;
  let user: Identity;

  beforeAll(async () => {
    on = await Running.open(part().url, 'campaign_journeys');
    await on.rules.setLimits({ cap: null, quietHours: null, globalControl: 0 });
  }, 60_000);
  beforeEach(async () => {
    name = `basket-${++run}`;
    user = `userId:journey-${run}`;
    on.setClock(NOON);
    on.forget();
    await on.rules.save(name, wanted(), 0);
    await on.rules.setState(name, 'running');
  });
  afterAll(() => on?.close());

  const wanted = (over: Partial<CampaignDraft> = {}) =>
    draft({ ...REMINDERS, trigger: { on: 'touchpoint', event: `Basket Filled ${name}` }, ...over });
  const filled = () => visit(user, { subject: `Basket Filled ${name}`, because: { cart_id: 'c1' } });
  const at = async (now: number) => {
    on.setClock(now);
    await on.resumeUntil(now);
  };
  const sent = async () =>
    (await on.reader.list({ campaign: name }, Number.MAX_SAFE_INTEGER, 10))
      .map(({ decision }) => decision.effects[0]?.content.subject)
      .reverse();
  const stories = async () => {
    const [contact] = await on.db.query<{ customer_id: string }>(
      'select customer_id from contact where identity = $1',
      [user],
    );
    return storiesOf(on.db, [contact?.customer_id ?? ''], name, Number.MAX_SAFE_INTEGER, 10);
  };
  const waiting = async () => (await on.rules.counts(name)).steps.filter((step) => step.waiting > 0);

  it('pass their steps, each with its own content, and leave one story', async () => {
    const cause = filled();
    await on.take([cause]);
    await on.take([cause]);
    expect(await waiting()).toMatchObject([{ version: 1, node: 'hour', waiting: 1 }]);
    await at(NOON + HOUR);
    await at(NOON + HOUR + DAY);
    await at(NOON + 7 * DAY);

    expect(await sent()).toEqual(['First', 'Second']);
    const [story, ...others] = await stories();
    expect(others).toEqual([]);
    expect(story).toMatchObject({ cause: cause.id, group: 'treated', endedBy: 'unmet', waitsFor: null });
    expect(story?.steps.map(({ node, way }) => `${node} ${way}`)).toEqual([
      ...['hour time', 'first sent', 'reply timeout', 'second sent', 'end exit'],
    ]);
    expect(await on.rules.counts(name)).toMatchObject({
      enrolments: { treated: { begun: 1, unmet: 1 }, control: {} },
    });
    expect(await waiting()).toEqual([]);
    const [decision] = await on.reader.list({ campaign: name }, Number.MAX_SAFE_INTEGER, 1);
    expect(decision?.decision).toMatchObject({ enrolment: story?.id, node: 'second', leg: 'second-3' });
  });

  it('go on at once by the event that they wait for', async () => {
    await on.take([filled()]);
    await at(NOON + HOUR);
    on.setClock(NOON + 2 * HOUR);
    await on.take([visit(user, { subject: 'Replied', number: 2, occurredAt: NOON + 2 * HOUR })]);

    expect(await sent()).toEqual(['First']);
    expect((await stories())[0]).toMatchObject({ waitsFor: 'goal', dueAt: NOON + 7 * DAY });
    expect((await stories())[0]?.steps.at(-2)).toMatchObject({ node: 'reply', way: 'event' });
  });

  it('end when their goal is met, also by a signal of another identity of the customer', async () => {
    const device: Identity = `anonymousId:journey-${run}`;
    await on.take([filled()]);
    const bought = visit(device, {
      ...{ identities: [user, device], subject: 'Bought', number: 2, version: 2, occurredAt: NOON + 60_000 },
      because: { cart_id: 'c1', order_id: 'o1' },
    });
    await on.take([bought]);
    await on.take([bought]);
    await at(NOON + HOUR);

    expect(await sent()).toEqual([]);
    expect((await stories())[0]).toMatchObject({ endedBy: 'met' });
    expect((await on.rules.counts(name)).enrolments.treated).toEqual({ begun: 1, met: 1 });
  });

  it('are taken up by the instances that are left, once, however many try', async () => {
    await on.take([filled()]);
    on.setClock(NOON + HOUR);
    await Promise.all([1, 2, 3].map(() => on.resumeUntil(NOON + HOUR)));
    expect(await sent()).toEqual(['First']);
    expect((await on.rules.counts(name)).steps.find(({ node }) => node === 'first')).toMatchObject({
      entered: 1,
      left: { sent: 1 },
    });
  });

  it.each([
    ['finish by their version', false, ['First', 'Second']],
    ['go on by the edited version where their step survives', true, ['Edited', 'Second']],
  ] as const)('under way %s', async (_, moves, expected) => {
    await on.take([filled()]);
    const steps = (REMINDERS.steps ?? []).map((step) =>
      step.node === 'first' ? { ...step, content: { subject: 'Edited', body: 'Edited' } } : step,
    );
    await on.rules.save(name, wanted({ steps }), 1, moves);
    expect(on.published(definitions).at(-1)?.touchpoints).toContain('Replied');
    await at(NOON + HOUR);
    await at(NOON + HOUR + DAY);
    expect(await sent()).toEqual(expected);
    expect(await waiting()).toEqual([]);
  });

  it('under way keep the events subscribed that their version waits for', async () => {
    await on.take([filled()]);
    const { steps: _steps, goal: _goal, ...simple } = wanted();
    await on.rules.save(name, simple, 1);
    expect(on.published(definitions).at(-1)?.touchpoints).toEqual(expect.arrayContaining(['Replied', 'Bought']));
    await at(NOON + HOUR);
    expect(await sent()).toEqual(['First']);
  });

  it('stay where they are while the campaign is paused, and go on when it runs again', async () => {
    await on.take([filled()]);
    await on.rules.setState(name, 'paused');
    await at(NOON + HOUR);
    expect(await on.store.release(NOON + HOUR, 10)).toBe(0);
    expect([await sent(), await waiting()]).toMatchObject([[], [{ node: 'hour', waiting: 1 }]]);
    await on.rules.setState(name, 'running');
    await on.rules.stopAll(true, 'ana');
    expect(await on.store.release(NOON + 2 * DAY, 10)).toBe(0);
    await on.rules.stopAll(false, 'ana');
    expect(await on.store.release(NOON + 2 * DAY, 10)).toBe(1);
    await at(NOON + 2 * DAY);
    expect(await sent()).toEqual(['First']);
  });

  it('keep through a stop the event that they waited for', async () => {
    await on.take([filled()]);
    await at(NOON + HOUR);
    await on.rules.stopAll(true, 'ana');
    on.setClock(NOON + 2 * HOUR);
    await on.take([visit(user, { subject: 'Replied', number: 2, occurredAt: NOON + 2 * HOUR })]);
    await on.rules.stopAll(false, 'ana');
    await on.store.release(NOON + 3 * HOUR, 10);
    await at(NOON + 3 * HOUR);
    expect((await stories())[0]?.steps.at(-2)).toMatchObject({ node: 'reply', way: 'event' });
    await at(NOON + 3 * DAY);
    expect(await sent()).toEqual(['First']);
  });

  it('cost no more statements for a thousand customers than for ten, and leave the event loop free', async () => {
    const begin = (size: number, place: string) =>
      Array.from({ length: size }, (_, n) =>
        visit(`userId:${name}-${place}-${n}`, { subject: `Basket Filled ${name}`, because: { cart_id: 'c1' } }),
      );
    // The first batch reads the rules as they are after the edit.
    await on.take(begin(1, 'first'));
    const few = await on.take(begin(10, 'few'));
    const many = await on.take(begin(1_000, 'many'));
    expect(many.statements).toBeLessThanOrEqual(few.statements);
    expect(few.statements).toBeLessThanOrEqual(15);
    // A story, a step and a wait of each, its contact (inserted, then its group noted); two counts.
    expect(many.rows).toEqual({ story: 1_000, step_passed: 1_000, enrolment: 1_000, contact: 2_000, step_count: 2 });

    let batch = 0;
    const longest = await longestStretchMs(async () => {
      on.setClock(NOON);
      await on.take(begin(1_000, `more-${batch++}`));
      await at(NOON + HOUR);
    });
    expect(longest).toBeLessThan(100);
    const { steps } = await on.rules.counts(name);
    expect(steps.find(({ node }) => node === 'first')?.left).toEqual({ sent: 1_011 + batch * 1_000 });
  }, 60_000);

  it('leave nothing where the process ends before the commit', async () => {
    await on.db.query('alter table step_count rename to step_count_away');
    await expect(on.take([filled()])).rejects.toThrow('step_count');
    await on.db.query('alter table step_count_away rename to step_count');
    expect(await on.rules.counts(name)).toEqual({ steps: [], enrolments: { treated: {}, control: {} } });
    expect(await on.db.query('select 1 from enrolment where journey = $1', [name])).toEqual([]);
    await on.take([filled()]);
    expect(await waiting()).toMatchObject([{ node: 'hour', waiting: 1 }]);
  });
});
