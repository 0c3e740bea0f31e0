import fc from 'fast-check';
import { dayNamed, dayNumber } from '@segue/valuation';
import { sizesOf } from './size';

const moved = (day: string, entered: number, departed: number) => ({ day, entered, departed });

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
  expect(sizesOf(4, [], '2026-03-02', 90)).toEqual([{ day: '2026-03-02', entered: 0, departed: 0, size: 4 }]);
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
      expect(sizesOf(size, expected, expected.at(-1)!.day, 90)).toEqual(expected);
    }),
  );
});
