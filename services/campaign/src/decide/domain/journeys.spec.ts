// The engine of journeys against what may never happen, whatever the journey, the order of
// arrival, repetitions, crashes and steps of the clock.
import fc from 'fast-check';
import { NOON, campaign, head, rules, visit } from '../../../testing/builders';
import { ModelStore } from '../../../testing/model-store';
import type { JourneyStep } from '../../journeys/domain/steps/forms';
import type { Campaign } from '../../journeys/domain/campaign';
import type { Goal } from '../../journeys/domain/goal';
import { quietUntil } from '../../limits/domain/restraint';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const QUIET = { from: '21:00', to: '08:00' };
const CAP = { messages: 2, days: 1 };

type Turn =
  | { do: 'event'; name: string; lateMs: number; again: boolean; crashes: boolean }
  | { do: 'time'; ms: number; crashes: boolean }
  | { do: 'unsubscribe' }
  | { do: 'set'; to: 'paused' | 'running' | 'stopped' }
  | { do: 'edit'; moves: boolean };

const seconds = fc.constantFrom(1, 60, 3_600, 40_000, 86_400, 200_000);

/** Steps of which each leads only to later ones; the last is the exit. */
const journey = fc
  .array(fc.tuple(fc.constantFrom('send', 'for', 'until', 'event', 'branch', 'split'), fc.nat(), fc.nat(), seconds), {
    minLength: 1,
    maxLength: 8,
  })
  .map((kinds): JourneyStep[] => {
    const nodeAt = (place: number) => (place < kinds.length ? `s${place}` : 'end');
    const steps = kinds.map(([kind, one, other, time], place): JourneyStep => {
      const node = nodeAt(place);
      const [next, otherwise] = [one, other].map((n) => nodeAt(place + 1 + (n % (kinds.length - place)))) as [
        string,
        string,
      ];
      switch (kind) {
        case 'for':
          return { node, kind: 'wait', for: time, next };
        case 'until':
          return { node, kind: 'wait', until: '10:00', next };
        case 'event':
          return { node, kind: 'wait', event: 'Replied', timeout: time, next, otherwise };
        case 'branch':
          return { node, kind: 'branch', ways: [{ if: { consent: 'webhook/marketing' }, next }], otherwise };
        case 'split':
          return {
            ...{ node, kind: 'split' },
            ways: [
              { share: 1, next },
              { share: 2, next: otherwise },
            ],
          };
        default:
          return { node, kind: 'send', next };
      }
    });
    return [...steps, { node: 'end', kind: 'exit' }];
  });

const goal = fc.option(
  fc.constantFrom<Goal>({ event: 'Order Completed' }, { event: 'Order Completed', sameBasket: true, withinDays: 2 }),
  { nil: undefined },
);

const turn: fc.Arbitrary<Turn> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('event' as const),
      name: fc.constantFrom('Store Visited', 'Replied', 'Order Completed', 'Page Viewed'),
      lateMs: fc.constantFrom(0, 0, 1_000, HOUR),
      again: fc.boolean(),
      crashes: fc.boolean(),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('time' as const),
      // A clock may be set back.
      ms: fc.constantFrom(1_000, 60_000, HOUR, 10 * HOUR, DAY, 3 * DAY, -HOUR, -10_000),
      crashes: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Turn>({ do: 'unsubscribe' }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      to: fc.constantFrom('paused' as const, 'running' as const, 'stopped' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('edit' as const), moves: fc.boolean() }) },
);

const life = fc.record({
  steps: journey,
  edited: journey,
  goal,
  severalAtOnce: fc.boolean(),
  turns: fc.array(turn, { minLength: 1, maxLength: 25 }),
});

type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;

/** Plays a life, then lets time pass until nothing waits. */
function play({ steps, edited, goal: wanted, severalAtOnce, turns }: Life) {
  const limits = { cap: CAP, quietHours: QUIET, globalControl: 0 };
  const first = campaign({ id: 'journey', steps, severalAtOnce, ...(wanted && { goal: wanted }) });
  const store = new ModelStore(rules({ campaigns: [first], limits }));
  let [now, number, granted, present] = [NOON, 0, true, first];
  const set = (over: Partial<Campaign>, isStopped = false) => {
    present = { ...present, ...over };
    store.rules = rules({ campaigns: [present], limits, isStopped });
    if (present.state === 'running' && !isStopped) store.release(now);
  };
  let unsubscribedAfter = Infinity;

  const signalOf = (subject: string, lateMs: number) =>
    visit('userId:u1', {
      ...{ subject, number: ++number, occurredAt: now - lateMs, because: { cart_id: `c${number % 2}` } },
      head: head({ consents: { 'webhook/marketing': { granted, at: 1 } } }),
    });
  for (const one of turns) {
    if (one.do === 'unsubscribe') {
      granted = false;
      store.take([signalOf('Consent Withdrawn', 0)], now);
      unsubscribedAfter = Math.min(unsubscribedAfter, store.decisions.length);
    } else if (one.do === 'set') {
      set({ state: one.to === 'paused' ? 'paused' : 'running' }, one.to === 'stopped');
    } else if (one.do === 'edit') {
      set({ version: 2, steps: edited });
      store.versions = [
        { id: 'journey', version: 1, draft: first, moves: false },
        { id: 'journey', version: 2, draft: { ...first, steps: edited }, moves: one.moves },
      ];
    } else if (one.do === 'event') {
      const signal = signalOf(one.name, one.lateMs);
      if (one.crashes) store.take([signal], now, true);
      store.take([signal], now);
      if (one.again) store.take([signal, signal], now + 1_000);
    } else {
      now += one.ms;
      if (one.crashes) store.resume(now, true);
      store.resume(now);
    }
  }
  set({ state: 'running' });
  for (let round = 0; store.nextDue() !== null && round < 500; round++) {
    now = Math.max(now, store.nextDue() as number);
    store.resume(now);
  }
  return { store, unsubscribedAfter };
}

describe('any journey, in any life of a customer', () => {
  it('sends nothing twice, nothing after an unsubscription, nothing in quiet hours and nothing above the cap', () => {
    fc.assert(
      fc.property(life, (given) => {
        const { store, unsubscribedAfter } = play(given);
        const ids = store.decisions.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);

        const sent = store.decisions.filter(({ outcome }) => outcome === 'sent');
        const steps = sent.map(({ enrolment, node }) => `${enrolment} ${node}`);
        expect(new Set(steps).size).toBe(steps.length);
        const late = store.decisions.slice(unsubscribedAfter).filter(({ outcome }) => outcome === 'sent');
        expect(late).toEqual([]);
        for (const { decidedAt } of sent) {
          expect(quietUntil(QUIET, decidedAt, 'UTC')).toBeNull();
          const within = sent.filter((one) => one.decidedAt > decidedAt - CAP.days * DAY && one.decidedAt <= decidedAt);
          expect(within.length).toBeLessThanOrEqual(CAP.messages);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('ends every enrolment once, with its record and its counts in agreement', () => {
    fc.assert(
      fc.property(life, (given) => {
        const { store } = play(given);
        expect(store.waits()).toEqual([]);
        expect([...store.ended.keys()].sort()).toEqual([...store.begun].sort());
        expect([...store.passed.values()].filter(({ leftAt }) => leftAt === null)).toEqual([]);

        const { steps, enrolments } = store.counts();
        const { begun = 0, ...ends } = enrolments.treated;
        expect(begun).toBe(store.begun.size);
        expect(Object.values(ends).reduce((sum, n) => sum + n, 0)).toBe(begun);
        for (const { entered, waiting, left, node, version } of steps) {
          expect(waiting).toBe(0);
          expect(Object.values(left).reduce((sum, n) => sum + n, 0)).toBe(entered);
          const passed = [...store.passed.values()].filter((one) => one.node === node && one.version === version);
          expect(passed).toHaveLength(entered);
        }
      }),
      { numRuns: 400 },
    );
  });
});
