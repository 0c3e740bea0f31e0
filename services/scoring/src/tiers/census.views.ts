// A census and previews as the API answers them.
import { iso } from '@segue/service';
import type { Rulebook } from '../rulebook/domain/rulebook';
import { estimate } from '../standings/domain/estimate';
import type { Looked, MoneyTaken } from './census.reader';
import { type TierMoves, type Valued, rfmTotals, tierTotals } from './domain/census';
import type { MoneyTotal } from './domain/money';
import { histogramOf } from './domain/histogram';
import { shareCutOffs } from './domain/shares';
import type { CensusView, HistogramView, LookedView, PeriodMoneyView, TiersPreviewView } from './tiers.views';

export const lookedView = ({ looked, population }: Looked): LookedView => ({
  looked,
  population,
  exact: looked >= population,
});

export function censusView(
  { census, ...looked }: Looked & { census: readonly Valued[] },
  now: number,
  { brand, settings: { value, model } }: Rulebook,
): CensusView {
  return {
    ...lookedView(looked),
    asOf: iso(now),
    currency: brand.currency,
    waits: model.waits ?? false,
    tiers: tierTotals(census).map(({ net, expectedRevenue, ...total }) => ({
      ...total,
      netMargin: net,
      expectedRevenue: Math.round(expectedRevenue),
    })),
    rfm: rfmTotals(census),
    netMargin: distributionOf(census, ({ net }) => net, value.a),
    expectedRevenue: distributionOf(census, ({ growth }) => Math.max(0, growth), value.b),
  };
}

export function moneyView(
  { tiers, before, ...looked }: Looked & MoneyTaken,
  now: number,
  since: number,
  { brand, settings: { model } }: Rulebook,
): PeriodMoneyView {
  const rounded = (total: MoneyTotal) => ({ ...total, expectedRevenue: Math.round(total.expectedRevenue) });
  return {
    ...lookedView(looked),
    asOf: iso(now),
    since: iso(since),
    currency: brand.currency,
    waits: model.waits ?? false,
    tiers: [...tiers].map(([tier, total]) => ({ tier, ...rounded(total) })),
    before: rounded(before),
  };
}

function distributionOf(census: readonly Valued[], amountOf: (one: Valued) => number, shown: number): HistogramView {
  const measured = census.map((one) => ({ amount: amountOf(one), tier: one.tier }));
  return { ...histogramOf(measured, shown), shares: shareCutOffs(measured.map(({ amount }) => amount)) };
}

export function previewView({ moved, ...rest }: TierMoves, looked: Looked): TiersPreviewView {
  return { ...lookedView(looked), ...rest, moved: estimate(moved, looked.looked, looked.population) };
}
