import { compress, customersIn, repeatersIn } from './rows';

const rows = [
  { x: 1, tx: 2, T: 3 },
  { x: 1, tx: 2, T: 3 },
  { x: 1, tx: 2, T: 33 },
  { x: 12, tx: 2, T: 3 },
  { x: 0, tx: 0, T: 3 },
];

it('makes one row of equal histories, and of no others', () => {
  expect(compress(rows)).toEqual([
    { x: 1, tx: 2, T: 3, weight: 2 },
    { x: 1, tx: 2, T: 33, weight: 1 },
    { x: 12, tx: 2, T: 3, weight: 1 },
    { x: 0, tx: 0, T: 3, weight: 1 },
  ]);
  // Numbers that only look alike when written one after the other.
  expect(
    compress([
      { x: 1, tx: 23, T: 4 },
      { x: 12, tx: 3, T: 4 },
      { x: 1, tx: 2, T: 34 },
    ]),
  ).toHaveLength(3);
});

it('counts customers, and those who came again', () => {
  expect([customersIn(compress(rows)), repeatersIn(compress(rows))]).toEqual([5, 4]);
  expect([customersIn([]), repeatersIn([])]).toEqual([0, 0]);
});
