// Customers 1, 2 and 3 of the CDNOW sample at the end of the calibration period (1997-09-30), with
// the parameters of Fader, Hardie & Lee (2005), BTYDplus and Fader & Hardie (2013); and crossings,
// which must hold to the millisecond.
import fc from 'fast-check';
import { bgnbdCrossing, bgnbdExpectedPurchases, bgnbdPAlive } from '../models/bgnbd';
import { startOfDay } from '../days/calendar';
import { dayNamed, dayNumber } from '../days/day-number';
import { expectedSpend } from '../models/gamma-gamma';
import { type PurchaseDays, historyAt, isBuyer, meanSpend } from '../models/history';
import { mbgnbdCrossing, mbgnbdPAlive } from '../models/mbgnbd';
import {
  CDNOW_MODEL,
  expectedRevenue,
  expectedRevenueFall,
  expectedRevenueFallsBelow,
  pAlive,
  pAliveFallsBelow,
} from './value';

const ZONES = ['UTC', 'America/New_York', 'Asia/Shanghai', 'Australia/Lord_Howe'];
const WEEKS = 39;
/** Crossings beyond are reported as never. */
const TWO_CENTURIES = 199.9 * 365 * 86_400_000;

const buyer = (count: number, first: string, last: string, repeatSpend: number): PurchaseDays => ({
  count,
  first,
  last,
  repeatSpend,
});

const customers = [
  {
    days: buyer(3, '1997-01-01', '1997-08-02', 4469),
    alive: 0.72662,
    purchases: 1.225994,
    spend: 24.653918,
    value: 30.225567,
    mbg: 0.706138,
  },
  {
    days: buyer(2, '1997-01-01', '1997-01-13', 1177),
    alive: 0.212391,
    purchases: 0.203419,
    spend: 18.910017,
    value: 3.846654,
    mbg: 0.170951,
  },
  {
    days: buyer(1, '1997-01-01', '1997-01-01', 0),
    alive: 1,
    purchases: 0.194794,
    spend: 35.17037,
    value: 6.850964,
    mbg: 0.389723,
  },
];

describe.each(ZONES)('customers 1, 2, 3 of CDNOW in %s', (zone) => {
  const now = startOfDay('1997-09-30', zone);

  it.each(customers)('$days', ({ days, alive, purchases, spend, value, mbg }) => {
    if (!isBuyer(days)) throw new Error('a buyer was expected');
    const history = historyAt(days, now, zone);

    expect(history.T).toBe(272 / 7);
    expect(bgnbdPAlive(CDNOW_MODEL.bgnbd, history)).toBeCloseTo(alive, 6);
    expect(bgnbdExpectedPurchases(CDNOW_MODEL.bgnbd, history, WEEKS)).toBeCloseTo(purchases, 6);
    expect(expectedSpend(CDNOW_MODEL.gammaGamma, history.x, meanSpend(days)) / 100).toBeCloseTo(spend, 6);
    expect(expectedRevenue(days, CDNOW_MODEL, WEEKS, now, zone) / 100).toBeCloseTo(value, 6);
    expect(pAlive(days, CDNOW_MODEL, now, zone)).toBeCloseTo(mbg, 6);
  });
});

it('crosses one half at 62.4982 weeks under BG/NBD (customer 1)', () => {
  expect(bgnbdCrossing(CDNOW_MODEL.bgnbd, 2, 213 / 7, 0.5)).toBeCloseTo(62.4982, 4);
});

it('expects 1.226 purchases with the rounded parameters of the paper (Fader, Hardie & Lee 2005, section 4)', () => {
  const published = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 };
  expect(bgnbdExpectedPurchases(published, { x: 2, tx: 30.43, T: 38.86 }, 39)).toBeCloseTo(1.226, 3);
});

it('says nothing of who never bought', () => {
  const nobody: PurchaseDays = { count: 0, first: null, last: null, repeatSpend: 0 };
  const now = startOfDay('1997-09-30', 'UTC');
  expect(expectedRevenue(nobody, CDNOW_MODEL, WEEKS, now, 'UTC')).toBe(0);
  expect(pAlive(nobody, CDNOW_MODEL, now, 'UTC')).toBe(0);
  expect(expectedRevenueFallsBelow(1, nobody, CDNOW_MODEL, WEEKS, now, 'UTC')).toBeNull();
  expect(pAliveFallsBelow(0.5, nobody, CDNOW_MODEL, now, 'UTC')).toBeNull();
});

describe('the expected spend', () => {
  const usual = { p: 6, q: 4, gamma: 1_500 };

  it.each([
    { ...usual, q: 1 },
    { ...usual, q: 0.5 },
    { ...usual, q: NaN },
    { ...usual, p: 0 },
    { ...usual, gamma: 0 },
    { ...usual, gamma: -1 },
    { ...usual, p: Infinity },
    { ...usual, q: Infinity },
    { ...usual, gamma: Infinity },
  ])('is refused with $p, $q, $gamma', (parameters) => {
    for (const x of [0, 3]) expect(() => expectedSpend(parameters, x, 2_000)).toThrow('no mean spend at p');
  });

  it('goes from the mean of all to the mean of the customer', () => {
    expect(expectedSpend(usual, 0, 0)).toBeCloseTo((6 * 1_500) / 3, 9);
    expect(expectedSpend(usual, 2_000, 700)).toBeCloseTo((6 * (1_500 + 2_000 * 700)) / (6 * 2_000 + 3), 9);
    expect(expectedSpend({ ...usual, p: 1e300 }, 3, 700)).toBeCloseTo((1_500 + 2_100) / 3, 9);
  });
});

interface Someone {
  repeats: number;
  span: number;
  silent: number;
  spend: number;
  zone: string;
  share: number;
}

describe('a crossing', () => {
  const someone: fc.Arbitrary<Someone> = fc.record({
    repeats: fc.integer({ min: 0, max: 300 }),
    span: fc.integer({ min: 1, max: 900 }),
    silent: fc.double({ min: 0, max: 900, noNaN: true }),
    spend: fc.integer({ min: 0, max: 2_000_000 }),
    zone: fc.constantFrom(...ZONES),
    share: fc.double({ min: 0.001, max: 1, noNaN: true }),
  });
  const at = ({ repeats, span, silent, spend, zone }: Someone) => {
    const last = repeats === 0 ? '1997-01-01' : dayNamed(dayNumber('1997-01-01') + Math.max(repeats, span));
    const days = buyer(repeats + 1, '1997-01-01', last, repeats === 0 ? 0 : spend);
    return { days, now: Math.floor(startOfDay(last, zone) + silent * 86_400_000) };
  };

  it('of the expected revenue is the first millisecond below the level', () => {
    fc.assert(
      fc.property(someone, (some) => {
        const { days, now } = at(some);
        const level = expectedRevenue(days, CDNOW_MODEL, WEEKS, now, some.zone) * some.share;
        const crossing = expectedRevenueFallsBelow(level, days, CDNOW_MODEL, WEEKS, now, some.zone);
        const value = (instant: number) => expectedRevenue(days, CDNOW_MODEL, WEEKS, instant, some.zone);
        if (crossing === null) return level <= 0 || value(now + TWO_CENTURIES) >= level;
        return crossing > now && value(crossing) < level && value(crossing - 1) >= level;
      }),
      { numRuns: cases(2000) },
    );
  });

  it('of the expected revenue is the same whatever levels were asked for before', () => {
    const shares = fc.array(fc.double({ min: 0.001, max: 1.1, noNaN: true }), { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(someone, shares, (some, wanted) => {
        const { days, now } = at(some);
        const revenue = expectedRevenue(days, CDNOW_MODEL, WEEKS, now, some.zone);
        const fall = expectedRevenueFall(days, CDNOW_MODEL, WEEKS, now, some.zone);
        for (const share of wanted) {
          const level = revenue * share;
          expect(fall(level)).toBe(expectedRevenueFallsBelow(level, days, CDNOW_MODEL, WEEKS, now, some.zone));
        }
      }),
      { numRuns: cases(1000) },
    );
  });

  it('of P(alive) is the first millisecond below the level', () => {
    fc.assert(
      fc.property(someone, (some) => {
        const { days, now } = at(some);
        const level = pAlive(days, CDNOW_MODEL, now, some.zone) * some.share;
        const crossing = pAliveFallsBelow(level, days, CDNOW_MODEL, now, some.zone);
        const value = (instant: number) => pAlive(days, CDNOW_MODEL, instant, some.zone);
        if (crossing === null) return level <= 0 || value(now + TWO_CENTURIES) >= level;
        return crossing > now && value(crossing) < level && value(crossing - 1) >= level;
      }),
      { numRuns: cases(2000) },
    );
  });

  it('is null for a level that is missed already or never reached', () => {
    const days = buyer(3, '1997-01-01', '1997-08-02', 4469);
    const now = startOfDay('1997-09-30', 'UTC');
    expect(expectedRevenueFallsBelow(4000, days, CDNOW_MODEL, WEEKS, now, 'UTC')).toBeNull();
    expect(expectedRevenueFallsBelow(0, days, CDNOW_MODEL, WEEKS, now, 'UTC')).toBeNull();
    expect(pAliveFallsBelow(0.9, days, CDNOW_MODEL, now, 'UTC')).toBeNull();
    expect(pAliveFallsBelow(-1, days, CDNOW_MODEL, now, 'UTC')).toBeNull();
  });
});

describe('P(alive) and its levels', () => {
  const { bgnbd, mbgnbd } = CDNOW_MODEL;

  it.each([
    [0, null],
    [1, null],
    [-0.1, null],
    [1.1, null],
  ])('are never crossed at %p', (level, crossing) => {
    expect(bgnbdCrossing(bgnbd, 2, 30, level)).toBe(crossing);
    expect(mbgnbdCrossing(mbgnbd, 2, 30, level)).toBe(crossing);
  });

  it('are crossed where the closed form says, if that is not before the last purchase', () => {
    for (const level of [0.1, 0.4]) {
      const [bg, mbg] = [bgnbdCrossing(bgnbd, 2, 30, level)!, mbgnbdCrossing(mbgnbd, 2, 30, level)!];
      expect(bgnbdPAlive(bgnbd, { x: 2, tx: 30, T: bg })).toBeCloseTo(level, 12);
      expect(mbgnbdPAlive(mbgnbd, { x: 2, tx: 30, T: mbg })).toBeCloseTo(level, 12);
    }
    expect(bgnbdCrossing(bgnbd, 2, 30, 0.99)).toBeNull();
    expect(mbgnbdCrossing(mbgnbd, 2, 30, 0.99)).toBeNull();
    expect(bgnbdCrossing(bgnbd, 0, 0, 0.5)).toBeNull();
    // Where r + x is a half the closed form squares what is negative beyond 1.
    expect(mbgnbdCrossing({ r: 0.5, alpha: 1, a: 0.1, b: 1 }, 0, 0, 2)).toBeNull();
    expect(mbgnbdPAlive(mbgnbd, { x: 0, tx: 0, T: mbgnbdCrossing(mbgnbd, 0, 0, 0.5)! })).toBeCloseTo(0.5, 12);
  });
});

it('expects nothing of no time', () => {
  expect(bgnbdExpectedPurchases(CDNOW_MODEL.bgnbd, { x: 2, tx: 30, T: 38 }, 0)).toBe(0);
  expect(bgnbdExpectedPurchases(CDNOW_MODEL.bgnbd, { x: 2, tx: 30, T: 38 }, -1)).toBe(0);
});

it('reports what is more than two centuries away as never', () => {
  const days = buyer(1, '1997-01-01', '1997-01-01', 0);
  const now = startOfDay('1997-01-02', 'UTC');
  const after = (years: number) => pAlive(days, CDNOW_MODEL, now + years * 365 * 86_400_000, 'UTC');
  const [near, far] = [after(190), after(210)];
  expect(pAliveFallsBelow(near, days, CDNOW_MODEL, now, 'UTC')! / (now + 190 * 365 * 86_400_000)).toBeCloseTo(1, 6);
  expect(pAliveFallsBelow(far, days, CDNOW_MODEL, now, 'UTC')).toBeNull();
  const later = now + 30 * 365 * 86_400_000;
  expect(pAliveFallsBelow(far, days, CDNOW_MODEL, later, 'UTC')! / (now + 210 * 365 * 86_400_000)).toBeCloseTo(1, 6);
});

describe('crossings of known customers', () => {
  const now = startOfDay('1997-09-30', 'America/New_York');
  const zone = 'America/New_York';
  const shares = [0.999, 0.9, 0.5, 0.1];

  it.each(customers.flatMap(({ days }) => shares.map((share) => [days, share] as const)))(
    '%j at %p of what it is',
    (days, share) => {
      const revenue = (at: number) => expectedRevenue(days, CDNOW_MODEL, WEEKS, at, zone);
      const alive = (at: number) => pAlive(days, CDNOW_MODEL, at, zone);
      const level = share * revenue(now);
      const poor = expectedRevenueFallsBelow(level, days, CDNOW_MODEL, WEEKS, now, zone)!;
      expect([revenue(poor) < level, revenue(poor - 1) >= level, poor > now]).toEqual([true, true, true]);
      const gone = pAliveFallsBelow(share * alive(now), days, CDNOW_MODEL, now, zone)!;
      expect([alive(gone) < share * alive(now), alive(gone - 1) >= share * alive(now), gone > now]).toEqual([
        true,
        true,
        true,
      ]);
    },
  );

  it('fall from the present value at once', () => {
    const { days } = customers[0]!;
    const [revenue, alive] = [
      expectedRevenue(days, CDNOW_MODEL, WEEKS, now, zone),
      pAlive(days, CDNOW_MODEL, now, zone),
    ];
    for (const soon of [
      expectedRevenueFallsBelow(revenue, days, CDNOW_MODEL, WEEKS, now, zone),
      pAliveFallsBelow(alive, days, CDNOW_MODEL, now, zone),
    ]) {
      expect(soon).toBeGreaterThan(now);
      expect(soon).toBeLessThan(now + 10);
    }
    expect(pAliveFallsBelow(0, days, CDNOW_MODEL, now, zone)).toBeNull();
  });

  it('of revenue are never beyond two centuries', () => {
    const { days } = customers[2]!;
    const after = (years: number) => expectedRevenue(days, CDNOW_MODEL, WEEKS, now + years * 365 * 86_400_000, zone);
    expect(expectedRevenueFallsBelow(after(150), days, CDNOW_MODEL, WEEKS, now, zone)).not.toBeNull();
    expect(expectedRevenueFallsBelow(after(230), days, CDNOW_MODEL, WEEKS, now, zone)).toBeNull();
  });
});
