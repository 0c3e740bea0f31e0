import fc from 'fast-check';
import { dayNamed, dayNumber } from '@segue/valuation';
import { sizesOf } from './size';

const moved = (day: string, entered: number, departed: number) => ({
  day,
  entered,
  departed,
  size: null as number | null,
});

it('goes back from the present size, without gaps, from the first count on', () => {
  const moves = [moved('2026-03-01', 3, 1), moved('2026-02-27', 5, 0)];
  expect(sizesOf(7, moves, '2026-03-02', 90).map(({ day, size }) => `${day} ${size}`)).toEqual([
    '2026-02-27 5',
    '2026-02-28 5',
    '2026-03-01 7',
    '2026-03-02 7',
  ]);
});

it('is today alone where nobody ever moved, and never more days than asked for', () => {
  expect(sizesOf(4, [], '2026-03-02', 90)).toEqual([
    { day: '2026-03-02', entered: 0, departed: 0, size: 4, counted: true },
  ]);
  expect(sizesOf(4, [moved('2025-01-01', 4, 0)], '2026-03-02', 3).map(({ day }) => day)).toEqual([
    '2026-02-28',
    '2026-03-01',
    '2026-03-02',
  ]);
});

it('is what a count day by day gives', () => {
  const day = fc.record({ entered: fc.nat(20), share: fc.nat(100) });
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 40 }), (days) => {
      const start = dayNumber('2026-01-01');
      let size = 0;
      const expected = days.map(({ entered, share }, place) => {
        const departed = Math.floor(((size + entered) * share) / 100);
        size += entered - departed;
        return { day: dayNamed(start + place), entered, departed, size };
      });
      const moves = expected.map((one) => ({ ...one, size: null }));
      const found = sizesOf(size, moves, expected.at(-1)!.day, 90);
      expect(found.map(({ counted: _, ...one }) => one)).toEqual(expected);
      expect(found.filter(({ counted }) => counted)).toHaveLength(1);
    }),
  );
});

it('is what was counted, whatever an edit has moved since; before the first count it goes back from there', () => {
  const counted = (day: string, size: number) => ({ ...moved(day, 1, 0), size });
  const moves = [moved('2026-02-26', 2, 0), counted('2026-02-27', 40), counted('2026-02-28', 90)];
  expect(sizesOf(91, moves, '2026-03-01', 90).map(({ size, counted: was }) => `${size} ${was}`)).toEqual([
    '39 false',
    '40 true',
    '90 true',
    '91 true',
  ]);
});
