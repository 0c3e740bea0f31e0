// Ways through journeys of several steps: what ends a wait, goals, and versions.
import type { Signal } from '@segue/contracts';
import { NOON, campaign, head, rules, visit } from '../../../testing/builders';
import { ModelStore } from '../../../testing/model-store';
import type { Campaign } from '../../journeys/domain/campaign';
import type { JourneyStep } from '../../journeys/domain/steps/forms';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const END: JourneyStep = { node: 'end', kind: 'exit' };

/** Reminds of a basket an hour and a day later. */
const REMINDERS: JourneyStep[] = [
  { node: 'hour', kind: 'wait', for: 3_600, next: 'first' },
  { node: 'first', kind: 'send', next: 'day' },
  { node: 'day', kind: 'wait', for: 86_400, next: 'second' },
  { node: 'second', kind: 'send', next: 'end' },
  END,
];
const reminders = (over: Partial<Campaign> = {}) =>
  campaign({ id: 'basket', trigger: { on: 'touchpoint', event: 'Basket Filled' }, steps: REMINDERS, ...over });

let number = 0;
const event = (subject: string, occurredAt: number, over: Partial<Signal> = {}) =>
  visit('userId:u1', { subject, occurredAt, number: ++number, ...over });
const filled = (occurredAt: number, cart = 'c1') => event('Basket Filled', occurredAt, { because: { cart_id: cart } });
const ordered = (occurredAt: number, cart = 'c1') =>
  event('Order Completed', occurredAt, { because: { order_id: `o-${number}`, cart_id: cart } });
const storeOf = (one: Campaign) => new ModelStore(rules({ campaigns: [one] }));
const sentBy = ({ decisions }: ModelStore) => decisions.map(({ node, outcome }) => `${node} ${outcome}`);
const endsOf = ({ ended }: ModelStore) => [...ended.values()].map(({ by }) => by);

describe('waits', () => {
  it('lead on when their time is up, one after the other', () => {
    const store = storeOf(reminders());
    store.take([filled(NOON)], NOON);
    expect(store.decisions).toEqual([]);
    store.resume(NOON + HOUR - 1);
    expect(store.decisions).toEqual([]);
    store.resume(NOON + HOUR);
    expect(sentBy(store)).toEqual(['first sent']);
    store.resume(NOON + HOUR + DAY);

    expect(sentBy(store)).toEqual(['first sent', 'second sent']);
    expect(endsOf(store)).toEqual(['exit']);
  });

  it('are begun once, although the signal is delivered again before any decision', () => {
    const store = storeOf(reminders({ severalAtOnce: true }));
    const cause = filled(NOON);
    store.take([cause], NOON);
    store.take([cause, cause], NOON + 1_000);

    expect(store.waits()).toHaveLength(1);
    expect(store.counts().enrolments.treated).toEqual({ begun: 1 });
  });

  it('keep a customer from a second journey of the same campaign, unless several are wanted', () => {
    for (const [severalAtOnce, waits] of [
      [false, 1],
      [true, 2],
    ] as const) {
      const store = storeOf(reminders({ severalAtOnce }));
      store.take([filled(NOON)], NOON);
      store.take([filled(NOON + 1)], NOON + 1);
      expect(store.waits()).toHaveLength(waits);
      expect(store.decisions.map(({ reason }) => reason)).toEqual(severalAtOnce ? [] : ['under-way']);
    }
  });

  const reply: JourneyStep[] = [
    { node: 'reply', kind: 'wait', event: 'Replied', timeout: 3_600, next: 'thanks', otherwise: 'ask' },
    { node: 'thanks', kind: 'send', next: 'end' },
    { node: 'ask', kind: 'send', next: 'end' },
    END,
  ];

  it.each<[string, (store: ModelStore, cause: Signal) => void, string]>([
    ['its event', (store) => store.take([event('Replied', NOON + 1)], NOON + 2), 'thanks sent'],
    ['the end of its time', (store) => store.resume(NOON + HOUR), 'ask sent'],
    [
      'its event, where that came in time and is read together with others after it',
      (store) => store.take([event('Page Viewed', NOON + 1), event('Replied', NOON + 2)], NOON + 2 * HOUR),
      'thanks sent',
    ],
    [
      'the end of its time, where the event came too late',
      (store) => store.take([event('Replied', NOON + HOUR + 1)], NOON + 2 * HOUR),
      'ask sent',
    ],
  ])('for an event end by %s', (_, happens, expected) => {
    const store = storeOf(reminders({ steps: reply }));
    const cause = filled(NOON);
    store.take([cause], NOON);
    happens(store, cause);
    expect(sentBy(store)).toEqual([expected]);
  });

  it('for an event are not ended by one of before, nor by the one that began the journey', () => {
    const store = storeOf(reminders({ steps: reply, trigger: { on: 'touchpoint', event: 'Replied' } }));
    const cause = event('Replied', NOON);
    store.take([cause], NOON);
    store.take([cause, event('Replied', NOON - 1)], NOON + 1);
    expect(store.waits()).toHaveLength(1);
    expect(store.decisions.filter(({ outcome }) => outcome === 'sent')).toEqual([]);
  });

  it('decide by what is known when they end', () => {
    const granted = { head: head({ traits: { city: 'Wien' } }) };
    const steps: JourneyStep[] = [
      { node: 'hour', kind: 'wait', for: 3_600, next: 'where' },
      {
        node: 'where',
        kind: 'branch',
        ways: [{ if: { trait: 'city', equals: 'Graz' }, next: 'graz' }],
        otherwise: 'end',
      },
      { node: 'graz', kind: 'send', next: 'end' },
      END,
    ];
    const store = storeOf(reminders({ steps }));
    store.take([event('Basket Filled', NOON, granted)], NOON);
    store.take([event('identify', NOON + 1, { head: head({ traits: { city: 'Graz' } }) })], NOON + 1);
    store.resume(NOON + HOUR);

    expect(sentBy(store)).toEqual(['graz sent']);
    const branch = [...store.passed.values()].find(({ node }) => node === 'where');
    expect(branch).toMatchObject({ way: 'way-1', why: { tested: [{ trait: 'city' }] } });
  });
});

describe('a goal', () => {
  const wanted = reminders({ goal: { event: 'Order Completed', sameBasket: true } });

  it.each<[string, () => Signal[], string[]]>([
    ['met', () => [ordered(NOON + 1), filled(NOON)], ['met']],
    ['met by a signal after it', () => [filled(NOON), ordered(NOON + 1)], ['met']],
    ['not met by an order of before the trigger', () => [ordered(NOON - 1), filled(NOON)], []],
    ['not met by an order after the instant of the batch', () => [ordered(NOON + HOUR), filled(NOON)], []],
  ])('of a signal that is read before the trigger, in the same batch, is known: %s', (_, signals, ends) => {
    const sending = reminders({ goal: { event: 'Order Completed' }, steps: REMINDERS.slice(1) });
    const store = storeOf(sending);
    store.take(signals(), NOON + 2);
    expect(endsOf(store)).toEqual(ends);
    expect(sentBy(store)).toEqual(ends.length > 0 ? [] : ['first sent']);
    const waiting = store.counts().steps.map((step) => [step.node, step.waiting] as const);
    expect(waiting.filter(([, count]) => count !== 0)).toEqual(ends.length > 0 ? [] : [['day', 1]]);
  });

  it.each<[string, string, string]>([
    ['met by the basket of the trigger', 'c1', 'met'],
    ['met by another basket, which counts apart', 'c2', 'otherwise'],
  ])('is %s, and nothing is sent after', (_, cart, by) => {
    const store = storeOf(wanted);
    store.take([filled(NOON)], NOON);
    store.resume(NOON + HOUR);
    store.take([ordered(NOON + 2 * HOUR, cart)], NOON + 2 * HOUR);
    store.resume(NOON + 3 * DAY);

    expect(sentBy(store)).toEqual(['first sent']);
    expect(endsOf(store)).toEqual([by]);
    expect(store.counts().enrolments.treated).toEqual({ begun: 1, [by]: 1 });
  });

  it('that was met before a wait ended is known when the wait is decided late', () => {
    const store = storeOf(wanted);
    store.take([filled(NOON)], NOON);
    store.take([event('Page Viewed', NOON + 1), ordered(NOON + 2 * HOUR)], NOON + 3 * HOUR);

    expect(store.decisions).toEqual([]);
    expect(endsOf(store)).toEqual(['met']);
  });

  it('is waited for after the last step, until its period is over', () => {
    for (const [days, by] of [
      [3, 'met'],
      [8, 'unmet'],
    ] as const) {
      const store = storeOf(wanted);
      store.take([filled(NOON)], NOON);
      store.resume(NOON + HOUR);
      store.resume(NOON + HOUR + DAY);
      expect(store.waits()).toMatchObject([{ waitsFor: 'goal', dueAt: NOON + 7 * DAY }]);
      store.take([ordered(NOON + days * DAY)], NOON + days * DAY);
      expect(endsOf(store)).toEqual([by]);
    }
  });

  it('is not met by an order of before, nor by the event that began the journey', () => {
    const again = reminders({
      trigger: { on: 'touchpoint', event: 'Order Completed' },
      goal: { event: 'Order Completed' },
    });
    const store = storeOf(again);
    const first = ordered(NOON);
    store.take([first], NOON);
    store.take([first, ordered(NOON - HOUR)], NOON + 1);
    expect(store.waits()).toHaveLength(1);
    store.take([ordered(NOON + 2)], NOON + 2);
    expect(endsOf(store)).toContain('met');
  });

  it('counts by group, without a message to the control group', () => {
    const store = storeOf({ ...wanted, control: 1 });
    store.take([filled(NOON)], NOON);
    store.resume(NOON + HOUR);
    store.take([ordered(NOON + 2 * HOUR)], NOON + 2 * HOUR);

    expect(sentBy(store)).toEqual(['first held']);
    expect(store.counts().enrolments).toEqual({ treated: {}, control: { begun: 1, met: 1 } });
  });
});

describe('a pause', () => {
  const replies = (over: Partial<Campaign> = {}) =>
    reminders({
      steps: [
        { node: 'reply', kind: 'wait', event: 'Replied', timeout: 3_600, next: 'thanks', otherwise: 'ask' },
        { node: 'thanks', kind: 'send', next: 'again' },
        { node: 'again', kind: 'wait', event: 'Replied', timeout: 3_600, next: 'thanks-again', otherwise: 'ask' },
        { node: 'thanks-again', kind: 'send', next: 'end' },
        { node: 'ask', kind: 'send', next: 'end' },
        END,
      ],
      ...over,
    });

  it.each<[string, (store: ModelStore) => void, (store: ModelStore) => void]>([
    [
      'of the campaign',
      (store) => (store.rules = rules({ campaigns: [reminders({ state: 'paused' })] })),
      (store) => (store.rules = rules({ campaigns: [reminders()] })),
    ],
    [
      'of all campaigns',
      (store) => (store.rules = { ...store.rules, isStopped: true }),
      (store) => (store.rules = { ...store.rules, isStopped: false }),
    ],
  ])('%s keeps customers where they are, who go on from there', (_, stop, goOn) => {
    const store = storeOf(reminders());
    store.take([filled(NOON)], NOON);
    stop(store);
    store.resume(NOON + HOUR);
    store.take([event('Page Viewed', NOON + 2 * HOUR)], NOON + 2 * HOUR);
    expect(store.decisions).toEqual([]);
    expect(store.waits()).toMatchObject([{ node: 'hour', state: 'paused' }]);
    goOn(store);
    store.release(NOON + 3 * DAY);
    store.resume(NOON + 3 * DAY);
    store.resume(NOON + 4 * DAY);
    expect(sentBy(store)).toEqual(['first sent', 'second sent']);
  });

  it('lets nobody enter while all campaigns are stopped, and says so', () => {
    const store = storeOf(reminders());
    store.rules = { ...store.rules, isStopped: true };
    store.take([filled(NOON)], NOON);
    expect(store.decisions).toMatchObject([{ outcome: 'held', reason: 'stopped' }]);
    expect([store.waits(), store.begun.size]).toEqual([[], 0]);
  });

  it.each<[string, (store: ModelStore) => void, (store: ModelStore) => void]>([
    [
      'of the campaign',
      (store) => (store.rules = rules({ campaigns: [replies({ state: 'paused' })] })),
      (store) => (store.rules = rules({ campaigns: [replies()] })),
    ],
    [
      'of all campaigns',
      (store) => (store.rules = { ...store.rules, isStopped: true }),
      (store) => (store.rules = { ...store.rules, isStopped: false }),
    ],
  ])('%s keeps the event that ended a wait, and customers go on by it at once', (_, stop, goOn) => {
    const store = storeOf(replies());
    store.take([filled(NOON)], NOON);
    stop(store);
    const first = event('Replied', NOON + 60_000);
    store.take([first], NOON + 60_000);
    store.take([first, event('Replied', NOON + 120_000)], NOON + 120_000);
    store.resume(NOON + 2 * DAY);
    expect(store.decisions).toEqual([]);
    goOn(store);
    store.release(NOON + 3 * DAY);
    store.resume(NOON + 3 * DAY);

    expect(sentBy(store)).toEqual(['thanks sent']);
    expect([...store.passed.values()].find(({ node }) => node === 'reply')).toMatchObject({
      ...{ way: 'event', why: { event: first.id, at: NOON + 60_000 } },
    });
    // The answer was to the first wait alone.
    store.resume(NOON + 3 * DAY + HOUR);
    expect(sentBy(store)).toEqual(['thanks sent', 'ask sent']);
  });

  it('does not keep a goal from being met', () => {
    const store = storeOf(reminders({ goal: { event: 'Order Completed' } }));
    store.take([filled(NOON)], NOON);
    store.rules = { ...store.rules, isStopped: true };
    store.resume(NOON + HOUR);
    store.take([ordered(NOON + 2 * HOUR)], NOON + 2 * HOUR);
    expect(endsOf(store)).toEqual(['met']);
  });
});

describe('an entry by history', () => {
  it.each<[string, Partial<Signal>, string]>([
    ['a live signal that comes five days late', {}, 'history'],
    ['an import', { origin: 'import' }, 'history'],
    ['a chain that is too long', { occurredAt: NOON + 5 * DAY, cause: { kind: 'due', id: 'x', depth: 99 } }, 'chain'],
  ])('does not begin a journey: %s', (_, over, reason) => {
    const store = storeOf(reminders());
    store.take([{ ...filled(NOON), ...over }], NOON + 5 * DAY);
    expect(store.decisions).toMatchObject([{ outcome: 'held', reason }]);
    expect([store.waits(), store.begun.size]).toEqual([[], 0]);
    store.resume(NOON + 6 * DAY);
    expect(sentBy(store)).toEqual(['undefined held']);
  });

  it('begins one where the campaign accepts its origin', () => {
    const store = storeOf(reminders({ accepts: ['live', 'import'] }));
    store.take([{ ...filled(NOON), origin: 'import' }], NOON + HOUR);
    expect([store.decisions, store.waits().length]).toEqual([[], 1]);
  });
});

describe('an edit', () => {
  const edited = reminders({
    version: 2,
    steps: [
      { node: 'hour', kind: 'wait', for: 7_200, next: 'other' },
      { node: 'other', kind: 'send', next: 'end' },
      END,
    ],
  });
  const { id: _, version: __, state: ___, pausedBecause: ____, ...draftOf } = reminders();
  const { id: _a, version: _b, state: _c, pausedBecause: _d, ...draftOfEdited } = edited;

  it.each<[boolean, string[]]>([
    [false, ['first sent 1', 'second sent 1']],
    [true, ['other sent 2']],
  ])('lets those under way go on by it where their step survives: %s', (moves, expected) => {
    const store = storeOf(reminders());
    store.take([filled(NOON)], NOON);
    store.rules = rules({ campaigns: [edited] });
    store.versions = [
      { id: 'basket', version: 1, draft: draftOf, moves: false },
      { id: 'basket', version: 2, draft: draftOfEdited, moves },
    ];
    store.resume(NOON + HOUR);
    store.resume(NOON + HOUR + DAY);

    expect(
      store.decisions.map(({ node, outcome, campaignVersion }) => `${node} ${outcome} ${campaignVersion}`),
    ).toEqual(expected);
    expect(store.counts().steps.filter(({ waiting }) => waiting !== 0)).toEqual([]);
  });

  it('leaves those at a step that it dropped to their version', () => {
    const store = storeOf(reminders());
    store.take([filled(NOON)], NOON);
    store.resume(NOON + HOUR);
    store.rules = rules({ campaigns: [edited] });
    store.versions = [
      { id: 'basket', version: 1, draft: draftOf, moves: false },
      { id: 'basket', version: 2, draft: draftOfEdited, moves: true },
    ];
    store.resume(NOON + HOUR + DAY);
    expect(sentBy(store)).toEqual(['first sent', 'second sent']);
  });

  it('that ends the campaign ends those under way when their wait is over', () => {
    const store = storeOf(reminders());
    store.take([filled(NOON)], NOON);
    store.rules = rules({ campaigns: [reminders({ state: 'ended' })] });
    store.resume(NOON + HOUR);
    expect([sentBy(store), endsOf(store)]).toEqual([[], ['stopped']]);
  });
});
