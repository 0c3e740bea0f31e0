import fc from 'fast-check';
import { DAY, ask, scheme, standing } from '../../testing/tiers';
import { startOfDay } from '../days/calendar';
import { assignTier } from './tier-assignment';
import { type TierScheme, scoreOf } from './tier-scheme';
import type { TierStanding } from './tier-standing';
import {
  type Trajectory,
  falling,
  firstBelowLevel,
  firstReachingLevel,
  stepping,
  still,
  weightedSum,
} from '../worth/trajectory';

it('says what is missing to the next tier and what may be lost', () => {
  expect(ask(still(4_880), null, 0)).toMatchObject({
    tier: 'Silver',
    next: { tier: 'Gold', missing: 120 },
    spare: 4_880 - 900,
    changesAt: null,
    because: [
      { kind: 'score', is: 'atLeast', level: 1_000, value: 4_880 },
      { kind: 'score', is: 'below', level: 5_000, value: 4_880 },
    ],
  });
});

it('rises at once, by as many tiers as are earned', () => {
  expect(ask(still(6_000), standing('Bronze', 0), 10)).toMatchObject({
    tier: 'Gold',
    standing: { since: 10 },
    next: null,
  });
});

it('keeps a tier inside the hysteresis', () => {
  expect(ask(still(4_501), standing('Gold', 0), 500 * DAY)).toMatchObject({
    tier: 'Gold',
    changesAt: null,
    dueAt: null,
  });
});

it('falls after the grace period, once the minimum stay is over', () => {
  const late = ask(still(4_000), standing('Gold', 0), 200 * DAY);
  expect(late).toMatchObject({ tier: 'Gold', standing: { belowSince: 200 * DAY }, changesAt: 230 * DAY, spare: -500 });
  expect(late.because).toContainEqual({ kind: 'grace', until: 230 * DAY });
  const early = ask(still(4_000), standing('Gold', 0), 10 * DAY);
  expect(early).toMatchObject({
    changesAt: 90 * DAY,
    because: expect.arrayContaining([{ kind: 'stay', until: 90 * DAY }]),
  });
  expect(ask(still(4_000), early.standing, 90 * DAY)).toMatchObject({ tier: 'Silver', standing: { since: 90 * DAY } });
});

it('calls a fall off when the score recovers in time', () => {
  const net = stepping(4_000, [{ at: 10 * DAY, value: 4_600 }]);
  const fallen = ask(net, standing('Gold', -100 * DAY), 0);
  expect(fallen).toMatchObject({ tier: 'Gold', dueAt: 10 * DAY, changesAt: null });
  expect(ask(net, fallen.standing, 10 * DAY).standing.belowSince).toBeNull();
});

it('lets a tier given by hand stand until it expires', () => {
  const given: TierStanding = {
    ...standing('Bronze', 0),
    override: { tier: 'Gold', until: 50, reason: 'founder of the club' },
  };
  expect(ask(still(0), given, 10)).toMatchObject({
    tier: 'Gold',
    changesAt: 50,
    because: [{ kind: 'override', until: 50, reason: 'founder of the club' }, { kind: 'score' }],
  });
  expect(ask(still(0), given, 50)).toMatchObject({ tier: 'Bronze', changesAt: null });
});

it('assigns anew who stands in a tier that is no more', () => {
  expect(ask(still(2_000), standing('Platinum', 0), 7)).toMatchObject({ tier: 'Silver', standing: { since: 7 } });
});

it('counts grace in days of the zone', () => {
  const now = startOfDay('2024-03-01', 'America/New_York');
  const gold = { ...standing('Gold', 0) };
  const { changesAt } = assignTier({ scheme, standing: gold, score: still(0), now, zone: 'America/New_York' });
  expect(changesAt).toBe(startOfDay('2024-03-31', 'America/New_York'));
});

it('looks daily at a score whose direction nobody knows', () => {
  const costs = falling((at) => 2_000 - at / DAY);
  const score = weightedSum([
    { of: still(6_000), weight: 1 },
    { of: costs, weight: -1 },
  ]);
  expect(ask(score, null, 0)).toMatchObject({ tier: 'Silver', exact: false, dueAt: DAY });
});

describe('a life under a scheme', () => {
  const calm: TierScheme = {
    ...scheme,
    bands: [
      { tier: 'low', from: null },
      { tier: 'middle', from: 10 },
      { tier: 'high', from: 20 },
    ],
    graceDays: 2,
    minimumStayDays: 3,
  };
  const settings = fc.record({ hysteresis: fc.constantFrom(0, 0.2), graceDays: fc.nat(3), minimumStayDays: fc.nat(4) });
  const scores = fc.record({
    value: fc.integer({ min: 0, max: 30 }),
    steps: fc.array(fc.record({ gap: fc.integer({ min: 1, max: 5 }), value: fc.integer({ min: 0, max: 30 }) }), {
      maxLength: 6,
    }),
    losing: fc.constantFrom(0, 0.5, 2),
  });
  // In days: a stepping part and one that loses so much a day.
  const scoreFrom = ({
    value,
    steps,
    losing,
  }: {
    value: number;
    steps: { gap: number; value: number }[];
    losing: number;
  }): Trajectory => {
    let at = 0;
    const placed = steps.map((step) => ({ at: (at += step.gap * DAY), value: step.value }));
    return weightedSum([
      { of: stepping(value, placed), weight: 1 },
      { of: falling((instant) => -losing * Math.floor(instant / DAY)), weight: 1 },
    ]);
  };

  it('flips when looking at every hour shows it, if each due time is kept', () => {
    fc.assert(
      fc.property(settings, scores, (some, given) => {
        const its = { ...calm, ...some };
        const score = scoreFrom(given);
        const first = ask(score, null, 0, its);
        let seen: number | null = null;
        let now = first.standing;
        for (let at = DAY / 2; at <= 60 * DAY && seen === null; at += DAY / 2) {
          const then = ask(score, now, at, its);
          if (then.tier !== first.tier) seen = at;
          now = then.standing;
        }
        expect(first.changesAt !== null && first.changesAt > 60 * DAY ? null : first.changesAt).toBe(seen);
      }),
      { numRuns: cases(1500) },
    );
  });

  it('never flaps: who rises stays at least the minimum, and falls only below the hysteresis', () => {
    fc.assert(
      fc.property(settings, scores, (some, given) => {
        const its = { ...calm, ...some };
        const score = scoreFrom(given);
        let at = 0;
        let { standing: now, dueAt } = ask(score, null, 0, its);
        const rank = (tier: string) => its.bands.findIndex((band) => band.tier === tier);
        for (let change = 0; dueAt !== null && change < 100; change++) {
          expect(dueAt).toBeGreaterThan(at);
          at = dueAt;
          const next = ask(score, now, at, its);
          if (rank(next.tier) < rank(now.tier)) {
            expect(at - now.since).toBeGreaterThanOrEqual(its.minimumStayDays * DAY);
            const edge = its.bands[rank(now.tier)]!.from!;
            expect(score.valueAt(at)).toBeLessThan(edge * (1 - its.hysteresis));
          }
          ({ standing: now, dueAt } = next);
        }
      }),
      { numRuns: cases(1500) },
    );
  });
});

it('finds where a sum of a falling and a jumping number passes a level, to the millisecond', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ gap: fc.integer({ min: 1, max: 400 }), value: fc.integer({ min: 0, max: 40 }) }), {
        maxLength: 5,
      }),
      fc.integer({ min: 1, max: 60 }),
      (gaps, level) => {
        let at = 0;
        const steps = gaps.map(({ gap, value }) => ({ at: (at += gap), value }));
        const sum = weightedSum([
          { of: stepping(20, steps), weight: 1 },
          { of: falling((instant) => Math.max(0, 20 - instant / 50)), weight: 1.5 },
        ]);
        const look = (test: (value: number) => boolean) => {
          for (let instant = 1; instant < 4_000; instant++) if (test(sum.valueAt(instant))) return instant;
          return null;
        };
        if (sum.valueAt(0) >= level) expect(firstBelowLevel(sum, level, 0)).toBe(look((value) => value < level));
        else expect(firstReachingLevel(sum, level, 0)).toBe(look((value) => value >= level));
      },
    ),
    { numRuns: cases(500) },
  );
});

it('adds up the facts that a scheme names', () => {
  const score = scoreOf(
    { ...scheme, score: { net: 1, expectedRevenue: 0.5 } },
    { net: still(10), expectedRevenue: still(4) },
  );
  expect(score.valueAt(0)).toBe(12);
  expect(() => scoreOf(scheme, {})).toThrow('asks for "net"');
});
