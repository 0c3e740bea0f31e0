import { type Economics, customerValue, marginRate, netFlow } from './margins';

const economics: Economics = {
  margins: { '': 0.3, music: 0.4, 'music/jazz': 0.45 },
  costPerOrder: 100,
  costPerReturn: 250,
  resale: 0.5,
  costToServe: { call: 300 },
};

it('takes the margin of the longest path that fits', () => {
  expect(
    ['music/jazz/live', 'music/rock', 'musical', null].map((category) => marginRate(category, economics.margins)),
  ).toEqual([0.45, 0.4, 0.3, 0.3]);
  expect(marginRate('a/b', {})).toBe(0);
});

it('takes a discount off the margin whole', () => {
  const order = { at: 5, lines: [{ category: 'music', list: 2_000, paid: 1_500 }] };
  // The goods cost 1,200: 300 are left, 100 go for the order.
  expect(netFlow([order], [], [], economics)).toEqual([{ at: 5, amount: 200 }]);
});

it('counts what a return takes back and what serving costs', () => {
  const given = { at: 9, lines: [{ category: 'music', list: 2_000, paid: 1_500 }] };
  const contacts = [
    { at: 6, kind: 'call' },
    { at: 7, kind: 'page' },
  ];
  expect(netFlow([], [given], contacts, economics)).toEqual([
    { at: 9, amount: -900 - 250 },
    { at: 6, amount: -300 },
  ]);
});

it('sums actual, expected and strategic value until the last expires', () => {
  const strategic = { amount: 5_000, reason: 'reference customer', until: 100 };
  expect(customerValue(1_000, 4_000, 0.25, strategic, 99)).toEqual({
    actual: 1_000,
    expected: 1_000,
    strategic: 5_000,
    total: 7_000,
    changesAt: 100,
  });
  expect(customerValue(1_000, 4_000, 0.25, strategic, 100)).toMatchObject({
    strategic: 0,
    total: 2_000,
    changesAt: null,
  });
  expect(customerValue(1_000, 4_000, 0.25, null, 0)).toMatchObject({ strategic: 0, changesAt: null });
});

it('sums the lines of a deal, each at the margin of its category', () => {
  const lines = [
    { category: 'music/jazz', list: 1_000, paid: 900 },
    { category: null, list: 500, paid: 500 },
  ];
  // Goods: 550 and 350; 900 + 500 − 900 − 100.
  expect(netFlow([{ at: 1, lines }], [], [], economics)).toEqual([{ at: 1, amount: 400 }]);
  // Back: 1,400, of the goods half is sold again: 450; and 250 for the way.
  expect(netFlow([], [{ at: 2, lines }], [], economics)).toEqual([{ at: 2, amount: -1_400 + 450 - 250 }]);
  expect(netFlow([{ at: 3, lines: [{ category: null, list: 333, paid: 333 }] }], [], [], economics)).toEqual([
    { at: 3, amount: Math.round(333 * 0.3) - 100 },
  ]);
  expect(netFlow([], [], [{ at: 4, kind: 'toString' }], economics)).toEqual([]);
});

it('keeps a strategic value that has no end', () => {
  const strategic = { amount: 5, reason: 'x', until: null };
  expect(customerValue(1, 0, 1, strategic, 9)).toEqual({
    actual: 1,
    expected: 0,
    strategic: 5,
    total: 6,
    changesAt: null,
  });
});
