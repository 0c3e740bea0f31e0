// Numbers of the page about value tiers.
import fc from 'fast-check';
import {
  amountAfter,
  amountAt,
  directionOf,
  highOf,
  placeOf,
  scaled,
  sharesOf,
} from '../../services/console/web/src/features/value/measure';

const scale = { low: -200, step: 100, bars: Array.from({ length: 10 }) };

describe('a cut-off on its scale', () => {
  it('moves by tenths of a bar, by bars, and to the ends; never below zero', () => {
    expect(amountAfter('ArrowRight', 300, scale)).toBe(310);
    expect(amountAfter('PageDown', 300, scale)).toBe(200);
    expect(amountAfter('Home', 300, scale)).toBe(0);
    expect(amountAfter('End', 300, scale)).toBe(800);
    expect(amountAfter('ArrowLeft', 5, scale)).toBe(0);
    expect(amountAfter('Tab', 300, scale)).toBeNull();
  });

  it('is drawn where it is dropped, to the notch', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.2, max: 1, noNaN: true }), (place) => {
        const amount = amountAt(place, scale);
        expect(Math.abs(placeOf(amount, scale) - place) * (highOf(scale) - scale.low)).toBeLessThanOrEqual(5.001);
        expect(amount % 10).toBe(0);
      }),
    );
    expect(amountAt(-3, scale)).toBe(0);
    expect(amountAt(3, scale)).toBe(800);
  });
});

it('counts of a sample are scaled to the store, and exact ones stay as they are', () => {
  expect(scaled(5, { looked: 100, population: 1_000, exact: false })).toBe(50);
  expect(scaled(5, { looked: 100, population: 100, exact: true })).toBe(5);
  expect(scaled(0, { looked: 0, population: 9, exact: false })).toBe(0);
});

it('shares are of what is above zero, and of nothing there are none', () => {
  expect(sharesOf([60, 20, 20, -50])).toEqual([0.6, 0.2, 0.2, 0]);
  expect(sharesOf([0, -1])).toEqual([0, 0]);
});

it('moves between value tiers go up or down; first tiers and RFM names do neither', () => {
  expect(directionOf('standard', 'MVC')).toBe('up');
  expect(directionOf('MGC', 'BZ')).toBe('down');
  expect(directionOf(null, 'MVC')).toBe('other');
  expect(directionOf('Champions', 'Lost')).toBe('other');
});
