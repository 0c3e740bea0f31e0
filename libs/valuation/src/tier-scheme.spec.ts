import fc from 'fast-check';
import { startOfDay } from './calendar';
import { NO_MONEY, moneyReachedBy, withMoney } from './population';
import { assignTier } from './tier-assignment';
import { schemeFaults } from './tier-faults';
import { SHARE_PRESETS, cutOffs, schemeOf } from './tier-presets';
import { type Band, type TierScheme, scoreOf } from './tier-scheme';
import type { TierStanding } from './tier-standing';
import {
  type Trajectory,
  falling,
  firstBelowLevel,
  firstReachingLevel,
  stepping,
  still,
  weightedSum,
} from './trajectory';

const DAY = 86_400_000;
const scheme: TierScheme = {
  id: 'metals',
  score: { net: 1 },
  bands: [
    { tier: 'Bronze', from: null },
    { tier: 'Silver', from: 1_000 },
    { tier: 'Gold', from: 5_000 },
  ],
  hysteresis: 0.1,
  graceDays: 30,
  minimumStayDays: 90,
};
const zone = 'UTC';
const standing = (tier: string, since: number, belowSince: number | null = null): TierStanding => ({
  tier,
  since,
  belowSince,
});
const ask = (score: Trajectory, before: TierStanding | null, now: number, some = scheme) =>
  assignTier({ scheme: some, standing: before, score, now, zone });

it('says what is missing to the next tier and what may be lost', () => {
  expect(ask(still(4_880), null, 0)).toMatchObject({
    tier: 'Silver',
    next: { tier: 'Gold', missing: 120 },
    spare: 4_880 - 900,
    flipsAt: null,
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
  expect(ask(still(4_501), standing('Gold', 0), 500 * DAY)).toMatchObject({ tier: 'Gold', flipsAt: null, dueAt: null });
});

it('falls after the grace period, once the minimum stay is over', () => {
  const late = ask(still(4_000), standing('Gold', 0), 200 * DAY);
  expect(late).toMatchObject({ tier: 'Gold', standing: { belowSince: 200 * DAY }, flipsAt: 230 * DAY, spare: -500 });
  expect(late.because).toContainEqual({ kind: 'grace', until: 230 * DAY });
  const early = ask(still(4_000), standing('Gold', 0), 10 * DAY);
  expect(early).toMatchObject({
    flipsAt: 90 * DAY,
    because: expect.arrayContaining([{ kind: 'stay', until: 90 * DAY }]),
  });
  expect(ask(still(4_000), early.standing, 90 * DAY)).toMatchObject({ tier: 'Silver', standing: { since: 90 * DAY } });
});

it('calls a fall off when the score recovers in time', () => {
  const net = stepping(4_000, [{ at: 10 * DAY, value: 4_600 }]);
  const fallen = ask(net, standing('Gold', -100 * DAY), 0);
  expect(fallen).toMatchObject({ tier: 'Gold', dueAt: 10 * DAY, flipsAt: null });
  expect(ask(net, fallen.standing, 10 * DAY).standing.belowSince).toBeNull();
});

it('lets a tier given by hand stand until it expires', () => {
  const given: TierStanding = {
    ...standing('Bronze', 0),
    override: { tier: 'Gold', until: 50, reason: 'founder of the club' },
  };
  expect(ask(still(0), given, 10)).toMatchObject({
    tier: 'Gold',
    flipsAt: 50,
    because: [{ kind: 'override', until: 50, reason: 'founder of the club' }, { kind: 'score' }],
  });
  expect(ask(still(0), given, 50)).toMatchObject({ tier: 'Bronze', flipsAt: null });
});

it('assigns anew who stands in a tier that is no more', () => {
  expect(ask(still(2_000), standing('Platinum', 0), 7)).toMatchObject({ tier: 'Silver', standing: { since: 7 } });
});

it('counts grace in days of the zone', () => {
  const now = startOfDay('2024-03-01', 'America/New_York');
  const gold = { ...standing('Gold', 0) };
  const { flipsAt } = assignTier({ scheme, standing: gold, score: still(0), now, zone: 'America/New_York' });
  expect(flipsAt).toBe(startOfDay('2024-03-31', 'America/New_York'));
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
        expect(first.flipsAt !== null && first.flipsAt > 60 * DAY ? null : first.flipsAt).toBe(seen);
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

it('takes cut-offs from a population', () => {
  const preset = SHARE_PRESETS.find(({ id }) => id === '15-35-50')!;
  const taken = cutOffs(preset, (share) => 100 * (1 - share), 99);
  expect(taken).toEqual({
    takenAt: 99,
    bands: [
      { tier: 'lower 50 %', from: null },
      { tier: 'middle 35 %', from: 50 },
      { tier: 'top 15 %', from: 85 },
    ],
  });
  expect(schemeFaults(schemeOf(preset, taken))).toEqual([]);
  expect(SHARE_PRESETS.map(({ shares }) => shares.reduce((sum, { share }) => sum + share, 0))).toEqual([1, 1, 1]);
  const crowded = cutOffs(preset, () => 7, 0);
  expect(crowded.bands).toEqual([
    { tier: 'lower 50 %', from: null },
    { tier: 'top 15 %', from: 7 },
  ]);
});

describe('shares of a few customers', () => {
  const money = (list: number[]) => list.reduce((sum, value) => withMoney(sum, value), NO_MONEY);
  const tiersOf = (id: string, list: number[]) => {
    const preset = SHARE_PRESETS.find((some) => some.id === id)!;
    const shares = schemeOf(
      preset,
      cutOffs(preset, (share) => moneyReachedBy(money(list), share), 0),
    );
    return list.map((net) => assignTier({ scheme: shares, standing: null, score: still(net), now: 0, zone }).tier);
  };

  it.each([
    ['80-20', [50_000], ['top 20 %']],
    ['80-20', [50_000, 9_000], ['top 20 %', 'other 80 %']],
    ['80-20', [9_000, 9_000], ['top 20 %', 'top 20 %']],
    ['80-20', [1, 2, 3, 4, 5], ['other 80 %', 'other 80 %', 'other 80 %', 'other 80 %', 'top 20 %']],
    ['80-20', [0, 0, 0, 0, 500], ['other 80 %', 'other 80 %', 'other 80 %', 'other 80 %', 'top 20 %']],
    ['80-20', [0, -300], ['top 20 %', 'other 80 %']],
    ['abcd', [700], ['A']],
    ['abcd', [700, 300], ['A', 'D']],
    ['abcd', [5_000, 4_000, 3_000, 2_000, 1_000], ['A', 'C', 'C', 'D', 'D']],
    ['15-35-50', [700, 300], ['top 15 %', 'lower 50 %']],
    ['15-35-50', [5, 4, 3, 2, 1], ['top 15 %', 'middle 35 %', 'middle 35 %', 'lower 50 %', 'lower 50 %']],
  ])('%s of %j', (id, list, tiers) => {
    expect(tiersOf(id, list)).toEqual(tiers);
  });

  it('are no tiers of nobody, and say so', () => {
    const [preset] = SHARE_PRESETS;
    const taken = cutOffs(preset!, (share) => moneyReachedBy(NO_MONEY, share), 0);
    expect(taken.bands).toEqual([{ tier: 'D', from: null }]);
    expect(schemeFaults(schemeOf(preset!, taken))).toEqual([{ path: 'bands', message: 'needs at least two' }]);
  });
});

it('names what is wrong with a scheme', () => {
  expect(schemeFaults(scheme)).toEqual([]);
  const wrong = {
    ...scheme,
    score: {},
    hysteresis: 2,
    graceDays: -1,
    minimumStayDays: NaN,
    bands: [
      { tier: 'a', from: 1 },
      { tier: 'a', from: 1 },
    ],
  };
  expect(schemeFaults(wrong).map(({ path }) => path)).toEqual([
    'score',
    'bands.0.from',
    'bands.1.tier',
    'bands.1.from',
    'hysteresis',
    'graceDays',
    'minimumStayDays',
  ]);
  expect(schemeFaults({ ...scheme, score: { net: NaN }, bands: [] }).map(({ path }) => path)).toEqual([
    'score.net',
    'bands',
  ]);
  const bandsFrom = (...edges: (number | null)[]) =>
    schemeFaults({ ...scheme, bands: edges.map((from, place) => ({ tier: `${place}`, from })) });
  expect(bandsFrom(null, null)).toEqual([{ path: 'bands.1.from', message: 'must be above that of the band before' }]);
  expect(bandsFrom(null, Infinity)).toEqual([{ path: 'bands.1.from', message: 'must be a number' }]);
  expect(bandsFrom(Infinity, 5).map(({ message }) => message)).toEqual([
    'must be null: the lowest band takes all that is left',
    'must be above that of the band before',
  ]);
});

it('says what is wrong in so many words', () => {
  const wrong: TierScheme = {
    ...scheme,
    score: {},
    hysteresis: 1.1,
    graceDays: -1,
    minimumStayDays: -1,
    bands: [
      { tier: 'a', from: 1 },
      { tier: 'a', from: null },
      { tier: 'b', from: 3 },
      { tier: 'c', from: 3 },
    ],
  };
  expect(schemeFaults(wrong).map(({ path, message }) => `${path}: ${message}`)).toEqual([
    'score: needs at least one fact',
    'bands.0.from: must be null: the lowest band takes all that is left',
    'bands.1.tier: is there twice',
    'bands.1.from: must be above that of the band before',
    'bands.3.from: must be above that of the band before',
    'hysteresis: must be from 0 to 1',
    'graceDays: must be 0 or more',
    'minimumStayDays: must be 0 or more',
  ]);
  const faultsOf = (some: Partial<TierScheme>) =>
    schemeFaults({ ...scheme, ...some }).map(({ path, message }) => `${path}: ${message}`);
  expect(faultsOf({ hysteresis: 0, graceDays: 0, minimumStayDays: 0 })).toEqual([]);
  expect(faultsOf({ hysteresis: 1 })).toEqual([]);
  expect(faultsOf({ hysteresis: -0.1 })).toEqual(['hysteresis: must be from 0 to 1']);
  expect(faultsOf({ score: { net: Infinity } })).toEqual(['score.net: must be a number']);
  for (const days of [NaN, Infinity]) {
    expect(faultsOf({ graceDays: days })).toEqual(['graceDays: must be 0 or more']);
    expect(faultsOf({ minimumStayDays: days })).toEqual(['minimumStayDays: must be 0 or more']);
  }
  for (const from of [NaN, Infinity, -Infinity]) {
    const [lowest, silver] = scheme.bands as [Band, Band];
    expect(faultsOf({ bands: [lowest, silver, { tier: 'Gold', from }] })).toEqual(['bands.2.from: must be a number']);
  }
  expect(faultsOf({ bands: [{ tier: 'all', from: null }] })).toEqual(['bands: needs at least two']);
  expect(faultsOf({ bands: scheme.bands.slice(0, 2) })).toEqual([]);
  expect(() => scoreOf(scheme, {})).toThrow('scheme metals asks for "net", which is not known');
  expect(() => scoreOf({ ...scheme, score: { toString: 1 } }, {})).toThrow('asks for "toString"');
});

describe('an assignment whole', () => {
  it('at the bottom, without a next reason', () => {
    expect(ask(still(0), null, 5)).toEqual({
      standing: { tier: 'Bronze', since: 5, belowSince: null },
      tier: 'Bronze',
      flipsAt: null,
      dueAt: null,
      exact: true,
      score: 0,
      next: { tier: 'Silver', missing: 1_000 },
      spare: null,
      because: [{ kind: 'score', is: 'below', level: 1_000, value: 0 }],
    });
  });

  it('at the top, in grace', () => {
    expect(ask(still(4_000), standing('Gold', -100 * DAY), 5)).toEqual({
      standing: { tier: 'Gold', since: -100 * DAY, belowSince: 5 },
      tier: 'Gold',
      flipsAt: 5 + 30 * DAY,
      dueAt: 5 + 30 * DAY,
      exact: true,
      score: 4_000,
      next: null,
      spare: -500,
      because: [
        { kind: 'score', is: 'below', level: 5_000, value: 4_000 },
        { kind: 'grace', until: 5 + 30 * DAY },
      ],
    });
  });

  it('on an edge: it is reached; on the edge of the fall: it is kept', () => {
    expect(ask(still(1_000), null, 0)).toMatchObject({ tier: 'Silver', spare: 100 });
    expect(ask(still(999), null, 0)).toMatchObject({ tier: 'Bronze' });
    expect(ask(still(900), standing('Silver', 0), 500 * DAY)).toMatchObject({ tier: 'Silver', spare: 0, dueAt: null });
    expect(ask(still(899), standing('Silver', 0), 500 * DAY)).toMatchObject({
      tier: 'Silver',
      spare: -1,
      flipsAt: 530 * DAY,
    });
  });

  it('keeps a fall that began, and ends it on time', () => {
    const fallen = standing('Gold', 0, 100 * DAY);
    expect(ask(still(0), fallen, 130 * DAY - 1)).toMatchObject({
      tier: 'Gold',
      standing: { belowSince: 100 * DAY },
      flipsAt: 130 * DAY,
    });
    expect(ask(still(0), fallen, 130 * DAY)).toMatchObject({
      tier: 'Bronze',
      standing: { since: 130 * DAY, belowSince: null },
    });
    expect(ask(still(1_500), fallen, 130 * DAY)).toMatchObject({ tier: 'Silver' });
    expect(ask(still(4_500), fallen, 110 * DAY)).toMatchObject({ tier: 'Gold', standing: { belowSince: null } });
  });

  it('without grace and stay falls at once', () => {
    const strict = { ...scheme, graceDays: 0, minimumStayDays: 0, hysteresis: 0 };
    const net = stepping(5_000, [{ at: 40, value: 4_999 }]);
    const now = ask(net, standing('Gold', 0), 10, strict);
    expect(now).toMatchObject({ tier: 'Gold', dueAt: 40, flipsAt: 40 });
    expect(ask(net, now.standing, 40, strict)).toMatchObject({ tier: 'Silver', standing: { since: 40 } });
  });

  it('nothing is due in the lowest tier, whatever the hysteresis and the grace', () => {
    for (const hysteresis of [0, 0.5, 1]) {
      const strict = { ...scheme, graceDays: 0, minimumStayDays: 0, hysteresis };
      const before = standing('Bronze', -40 * DAY);
      expect(ask(still(-5), before, 0, strict)).toMatchObject({ standing: before, dueAt: null, flipsAt: null });
    }
  });

  it('edges below zero are lowered, not raised, by the hysteresis', () => {
    const debts = {
      ...scheme,
      bands: [
        { tier: 'deep', from: null },
        { tier: 'shallow', from: -1_000 },
      ],
    };
    expect(ask(still(-1_050), standing('shallow', 0), 500 * DAY, debts)).toMatchObject({
      tier: 'shallow',
      spare: 50,
      dueAt: null,
    });
  });

  it('a tier by hand: over what is earned, kept through rises, forgotten after', () => {
    const override = { tier: 'Gold', until: 50, reason: 'founder' };
    const given: TierStanding = { ...standing('Bronze', 0), override };
    const risen = ask(still(2_000), given, 10);
    expect(risen).toMatchObject({
      tier: 'Gold',
      standing: { tier: 'Silver', since: 10, override },
      dueAt: 50,
      flipsAt: 50,
    });
    expect(ask(still(2_000), risen.standing, 49).tier).toBe('Gold');
    const after = ask(still(2_000), risen.standing, 50);
    expect(after.standing).toEqual({ tier: 'Silver', since: 10, belowSince: null });
    const forever: TierStanding = { ...given, override: { ...override, until: null } };
    expect(ask(still(2_000), forever, 10)).toMatchObject({ tier: 'Gold', dueAt: null, flipsAt: null });
    const lowest: TierStanding = { ...standing('Gold', 0), override: { ...override, tier: 'Bronze' } };
    expect(ask(still(9_000), lowest, 10)).toMatchObject({ tier: 'Bronze', flipsAt: 50 });
    // The tier by hand is the earned one: its end changes nothing that is seen.
    const same: TierStanding = { ...standing('Gold', 0), override };
    expect(ask(still(9_000), same, 10)).toMatchObject({ tier: 'Gold', dueAt: 50, flipsAt: null });
  });
});

it('names the edge that is just reached, and grace where it ends with the stay', () => {
  expect(ask(still(1_000), null, 0).because[0]).toEqual({ kind: 'score', is: 'atLeast', level: 1_000, value: 1_000 });
  const fallen = ask(still(0), standing('Gold', 0, 60 * DAY), 70 * DAY);
  expect(fallen.because.at(-1)).toEqual({ kind: 'grace', until: 90 * DAY });
  expect(fallen).toMatchObject({ dueAt: 90 * DAY, flipsAt: 90 * DAY });
});

it('at the bottom nothing falls: it is due when it may rise', () => {
  const net = stepping(0, [
    { at: 30, value: -500 },
    { at: 60, value: 1_000 },
  ]);
  expect(ask(net, standing('Bronze', 0), 10)).toMatchObject({ tier: 'Bronze', dueAt: 60, flipsAt: 60, spare: null });
});

it('stands until it is looked at again where the score is unknown', () => {
  const unknown = weightedSum([
    { of: falling((at) => 5 - at), weight: -1 },
    { of: still(2_000), weight: 1 },
  ]);
  expect(ask(unknown, null, 7)).toMatchObject({ tier: 'Silver', dueAt: 7 + DAY, flipsAt: 7 + DAY, exact: false });
});

it('says so where too many changes come before a flip to be played through', () => {
  const calm = { ...scheme, bands: scheme.bands.slice(0, 2), minimumStayDays: 0 };
  const dips = (count: number) =>
    stepping(
      1_000,
      Array.from({ length: count }, (_, index) => ({ at: (index + 1) * 6, value: index % 2 === 0 ? 500 : 1_000 })),
    );
  const asked = (count: number) => ask(dips(count), standing('Silver', -1), 0, calm);
  // Each dip and each return is a change; the 201st is not played.
  expect(asked(200)).toMatchObject({ tier: 'Silver', dueAt: 6, flipsAt: null, exact: true });
  expect(asked(300)).toMatchObject({ tier: 'Silver', dueAt: 6, flipsAt: 201 * 6, exact: false });
  // The last dip of an odd number stays: the fall comes 30 days later.
  expect(asked(199)).toMatchObject({ flipsAt: 199 * 6 + 30 * DAY, exact: true });
});

it('forgets a tier by hand that the scheme no longer knows', () => {
  const given: TierStanding = { ...standing('Silver', 0), override: { tier: 'Ruby', until: null, reason: 'founder' } };
  const assigned = ask(still(2_000), given, 10);
  expect(assigned).toMatchObject({
    tier: 'Silver',
    standing: { tier: 'Silver', since: 0 },
    flipsAt: null,
    dueAt: null,
  });
  expect(assigned.standing).not.toHaveProperty('override');
  expect(assigned.because.map(({ kind }) => kind)).toEqual(['score', 'score']);
});
