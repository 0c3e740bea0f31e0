// The segments of presets, judged by the rules themselves: when customers enter and leave them.
import { type Context, type Rule, emptyFacts, evaluate } from '@segue/rules';
import { startOfDay } from '@segue/valuation';
import { PRESETS } from './presets';

const ZONE = 'America/New_York';
const day = (named: string) => startOfDay(named, ZONE);
const HOUR = 3_600_000;

const ruleOf = (id: string) => PRESETS.find((one) => one.id === id)?.segment?.rule as Rule;

/** Whether a customer is in the segment of a preset at an instant, and until when. */
function asked(id: string, now: number, traits: Context['traits']) {
  const about = { now, zone: 'Asia/Shanghai', customerZone: ZONE, traits };
  const { holds, changesAt } = evaluate(ruleOf(id), emptyFacts(), about);
  return [holds, changesAt];
}

describe('a birthday in a week', () => {
  const born = { birthday: '1990-05-10' };

  it('is entered a week before by the clock of the customer, and left as the day itself begins', () => {
    expect(asked('birthday-soon', day('2026-05-03') - 1, born)).toEqual([false, day('2026-05-03')]);
    expect(asked('birthday-soon', day('2026-05-03'), born)).toEqual([true, day('2026-05-10')]);
    expect(asked('birthday-soon', day('2026-05-10'), born)).toEqual([false, day('2027-05-03')]);
    expect(asked('birthday', day('2026-05-10'), born)).toEqual([true, day('2026-05-11')]);
  });

  it('is counted over the end of a year, and over the change of the clock', () => {
    expect(asked('birthday-soon', day('2026-12-28') - 1, { birthday: '01-04' })).toEqual([false, day('2026-12-28')]);
    expect(asked('birthday-soon', day('2026-03-06'), { birthday: '03-10' })).toEqual([true, day('2026-03-10')]);
  });

  it('is that of 28 February in years without a 29th', () => {
    const leap = { birthday: '2000-02-29' };
    expect(asked('birthday', day('2027-02-28'), leap)).toEqual([true, day('2027-03-01')]);
    expect(asked('birthday', day('2028-02-28'), leap)).toEqual([false, day('2028-02-29')]);
    expect(asked('birthday-soon', day('2027-02-21'), leap)).toEqual([true, day('2027-02-28')]);
  });

  it.each([undefined, '', 'spring', '1981-02-29', 5])('is none for %p', (birthday) =>
    expect(asked('birthday-soon', day('2026-05-03'), { birthday })).toEqual([false, null]),
  );
});

describe('an anniversary', () => {
  it.each([
    ['2024-06-01', '2025-06-01'],
    ['2024-02-29', '2025-02-28'],
    // An instant is on its day in the zone of the customer.
    ['2024-06-02T03:00:00Z', '2025-06-01'],
  ])('of %s is first on %s, not on the day of joining', (createdAt, first) => {
    const next = day(first);
    expect(asked('anniversary', day('2024-06-01'), { createdAt })[0]).toBe(false);
    expect(asked('anniversary', next - 1, { createdAt })).toEqual([false, next]);
    expect(asked('anniversary', next, { createdAt })[0]).toBe(true);
    expect(asked('anniversary', next + 25 * HOUR, { createdAt })[0]).toBe(false);
  });
});
