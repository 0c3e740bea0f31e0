import { dayOf } from '@segue/valuation';
import * as fc from 'fast-check';
import { dayIn } from '../fields/day-field';
import { cleaned } from './cleaned';
import { dated } from './dated';
import { itemIn } from './item';
import { multiplied } from './multiplied';

describe('a date', () => {
  const of = (date: string, time = '', zone = '', isMonthFirst = false) => dated({ date, time, zone }, isMonthFirst);

  it.each([
    ['12/1/2010 8:26', '2010-12-01 8:26'],
    ['3/5/24', '2024-03-05'],
    ['03/14/24', '2024-03-14'],
    ['2024-03-05', '2024-03-05'],
    ['13/45/2024', '2024-13-45'],
    ['soon', 'soon'],
  ])('with the month first is read from %s', (date, iso) => expect(of(date, '', '', true)).toBe(iso));

  it.each([
    ['Mar 4, 2024 10:22:11 AM', '2024-03-04 10:22:11'],
    ['March 4, 2024, 12:05 AM', '2024-03-04 00:05'],
    ['Dec 31, 2024 12:22:11 PM', '2024-12-31 12:22:11'],
    ['Dec 31, 2024 11:22:11 pm', '2024-12-31 23:22:11'],
    ['3/5/24', '3/5/24'],
    ['Foo 4, 2024', 'Foo 4, 2024'],
  ])('with the name of the month is read from %s', (date, iso) => expect(of(date)).toBe(iso));

  it('has the offset of its zone, in summer and in winter', () => {
    const eastern = 'Eastern Time (US & Canada)';
    expect(of('2026-07-18', '12:59:30', eastern)).toBe('2026-07-18 12:59:30-04:00');
    expect(of('2026-01-18', '1:59:30 PM', eastern)).toBe('2026-01-18 13:59:30-05:00');
    expect(of('2026-01-18 12:59', '', 'Asia/Kolkata')).toBe('2026-01-18 12:59+05:30');
    expect(of('2026-01-18 12:59', '', 'UTC')).toBe('2026-01-18 12:59+00:00');
    expect(of('2026-01-18 12:59', '', 'Time of the Moon')).toBe('2026-01-18 12:59');
  });

  it("falls on the same day in the store's zone as its instant", () => {
    const zone = fc.constantFrom('America/New_York', 'Asia/Kathmandu', 'Pacific/Apia', 'America/St_Johns', 'UTC');
    const instant = fc.integer({ min: Date.UTC(2012, 0, 5), max: Date.UTC(2026, 0, 1) });
    const property = fc.property(zone, zone, instant, (own, stores, at) => {
      const [day = '', time = ''] = local(at, own);
      // An hour that clocks repeat in autumn is one of two instants.
      const instants = [at - HOUR_MS, at, at + HOUR_MS].map((one) => dayOf(one, stores));
      expect(instants).toContain(dayIn(dated({ date: day, time, zone: own }, false), stores, '2026-02-01'));
    });
    fc.assert(property);
  });
});

const HOUR_MS = 3_600_000;

/** Returns the day and the time that clocks of a zone show. */
function local(at: number, zone: string): string[] {
  const format = { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' } as const;
  return new Intl.DateTimeFormat('sv-SE', format).format(at).split(' ');
}

describe('a price times a quantity', () => {
  it.each([
    ['2.55', '6', '15.30'],
    ['27.5', '-1', '-27.50'],
    ['2,55', '6', '15.30'],
    ['0.001', '5', '0.01'],
    ['0.001', '4', '0.00'],
    ['18', '', '18.00'],
    ['', '3', ''],
  ])('%s × %s is %s', (price, quantity, amount) => expect(multiplied(price, quantity)).toBe(amount));

  it('is no amount if one of them cannot be read', () => {
    expect(multiplied('1,234', '2')).toBe('1,234 × 2');
    expect(multiplied('2.55', 'two')).toBe('2.55 × two');
  });

  it('is exact', () => {
    const property = fc.property(
      fc.integer({ min: 0, max: 1e9 }),
      fc.integer({ min: -1e5, max: 1e5 }),
      (cents, count) => {
        const price = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        const digits = multiplied(price, String(count)).replace('.', '');
        expect(BigInt(digits)).toBe(BigInt(cents) * BigInt(count));
      },
    );
    fc.assert(property);
  });
});

describe('a field', () => {
  it.each([
    ['="1234567890123456789"', '1234567890123456789'],
    ["'13800000001", '13800000001'],
    ["'+8801712345678", '+8801712345678'],
    ["'t Hof", "'t Hof"],
    ['a="b"', 'a="b"'],
  ])('is %s without the marks of a spreadsheet', (field, text) => expect(cleaned(field, false)).toBe(text));

  it('of text keeps its apostrophe', () => expect(cleaned("'47 cap", true)).toBe("'47 cap"));
});

describe('a product in one field', () => {
  it.each([
    ['name:Jazz: Live|product_id:12|sku:S1|quantity:2|total:50.00', 'S1', 'Jazz: Live', 2, '50.00'],
    ['name:Mug|product_id:13|sku:|quantity:two|total:x', '13', 'Mug', undefined, undefined],
  ])('is read from %s', (field, product_id, name, quantity, total) =>
    expect(itemIn(field)).toEqual(JSON.parse(JSON.stringify({ product_id, name, quantity, total }))),
  );

  it('is none without an id or a name', () => expect([itemIn(''), itemIn('quantity:2')]).toEqual([null, null]));
});
