// What a model is worth beside simple rules, on what came after the split: calibration by decile,
// and the share of later revenue that its best fifth held.
import { expectedSpend } from '../models/gamma-gamma';
import { type CalibrationBand, calibration, revenueHeld } from './ranking';
import { rankScores } from '../tiers/rfm';
import { type ValueModel, expectedPurchases } from '../worth/value';
import type { Followed } from './evidence';

export interface Figures {
  readonly customers: number;
  /** Length of the time after the split, weeks. */
  readonly weeks: number;
  /** Purchases of all of them. */
  readonly expected: number;
  readonly actual: number;
  /** By expected purchases, lowest first: means per customer. */
  readonly deciles: readonly CalibrationBand[];
  /** Share of the later revenue that the best fifth held by each ranking; null without revenue. */
  readonly captured: Captured | null;
}

export interface Captured {
  readonly model: number;
  readonly spend: number;
  readonly rfm: number;
  readonly recency: number;
  /** The most that any ranking could hold. */
  readonly foresight: number;
}

const FIFTH = 0.2;

/** Computes with pauses. Null without customers to follow. */
export function* figuresOf(
  followed: readonly Followed[],
  model: ValueModel,
  weeks: number,
): Generator<void, Figures | null> {
  if (followed.length === 0) return null;
  const expected: number[] = [];
  for (const one of followed) {
    expected.push(expectedPurchases(model, one, weeks));
    yield;
  }
  const pairs = followed.map(({ laterPurchases: actual }, index) => ({ expected: expected[index] as number, actual }));
  const deciles = calibration(pairs);
  yield;
  return {
    customers: followed.length,
    weeks,
    expected: sum(expected),
    actual: sum(followed.map(({ laterPurchases }) => laterPurchases)),
    deciles,
    captured: capturedBy(followed, model, expected),
  };
}

function capturedBy(followed: readonly Followed[], model: ValueModel, expected: readonly number[]): Captured | null {
  if (!followed.some(({ laterRevenue }) => laterRevenue > 0)) return null;
  const held = (scores: readonly number[]) =>
    revenueHeld(
      followed.map(({ laterRevenue }, index) => ({ score: scores[index] as number, revenue: laterRevenue })),
      FIFTH,
    );
  const recency = followed.map(({ tx, T }) => tx - T);
  return {
    model: held(
      followed.map(
        ({ x, meanSpend }, index) => (expected[index] as number) * expectedSpend(model.gammaGamma, x, meanSpend),
      ),
    ),
    spend: held(followed.map(({ spend }) => spend)),
    rfm: held(rfmSums(followed, recency)),
    recency: held(recency),
    foresight: held(followed.map(({ laterRevenue }) => laterRevenue)),
  };
}

/** The sum of the three scores by rank, each in fifths. */
function rfmSums(followed: readonly Followed[], recency: readonly number[]): number[] {
  const scores = [recency, followed.map(({ x }) => x), followed.map(({ spend }) => spend)].map((values) =>
    rankScores(values),
  );
  return followed.map((_, index) => sum(scores.map((list) => list[index] as number)));
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
