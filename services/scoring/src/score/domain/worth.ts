// What a customer is worth, in numbers that rules and tiers compare, each with how it goes on if
// nothing happens. Pure.
import { NO_ORDERS, type Purchase } from '@segue/orders';
import { type Brand, purchasedIn } from '@segue/parts';
import type { NumberFact } from '@segue/rules';
import {
  type DatedAmount,
  HORIZON_WEEKS,
  type RfmStanding,
  type Step,
  type TierVerdict,
  YEAR_MS,
  assignTierBySpend,
  assignValueTier,
  expectedRevenue,
  expectedRevenueFall,
  growthBySpend,
  keptTier,
  pAlive,
  pAliveFallsBelow,
  rfmName,
  startOfDay,
  sumAt,
  windowSteps,
} from '@segue/valuation';
import { type DecidedTier, type TierByHand, isByHand, verdictByHand } from './by-hand';
import type { Joined } from './facts';
import type { Economics, Settings } from '../../rulebook/domain/rulebook';

const DAY_MS = 86_400_000;
/**
 * Each instant at which a kept tier is looked for values all earlier orders anew. With many orders
 * only the latest instants are looked at.
 */
const MOST_LOOKED_AT = 60;
const MOST_VERDICTS = 500;
const MOST_ORDERS_VALUED = 20_000;

/** The names of numbers in rules. */
export const NUMBERS = ['net', 'expectedRevenue', 'pAlive', 'orders', 'spend', 'purchaseDays'] as const;

/** Numbers that are unknown to rules while nothing is predicted. */
type Predicted = 'expectedRevenue' | 'pAlive';
type Numbers = Record<Exclude<(typeof NUMBERS)[number], Predicted>, NumberFact> &
  Partial<Record<Predicted, NumberFact>>;

export interface Worth {
  /** Net margin of the last 365 days, minor units. */
  net: number;
  netSteps: Step[];
  /**
   * Whether tiers and rules read the two numbers below; false while too few customers have bought
   * again to support a prediction.
   */
  isPredicted: boolean;
  /** Of the next 39 weeks, minor units, not rounded. */
  expectedRevenue: number;
  pAlive: number;
  /**
   * What the cut-off of MGC is compared with: the expected revenue, or where nothing is predicted
   * the spend of customers who bought within the last 90 days and −Infinity for the others.
   */
  growth: number;
  value: DecidedTier;
  /** Whether the value tier was given by hand. */
  byHand: TierByHand | null;
  /** Null without purchases. */
  rfm: RfmStanding | null;
  lastOrderDay: string | null;
  /** Of all orders, before refunds, minor units. */
  gross: number;
  numbers: Numbers;
}

/** @param purchased what the orders of `joined` come to, where that is known already. */
export function worthOf(
  joined: Joined,
  settings: Settings,
  brand: Brand,
  now: number,
  purchased = purchasedIn(joined.part.orders, brand),
): Worth {
  const { zone } = brand;
  const { model } = settings;
  const { purchases, days, money } = purchased;
  const flow = moneyFlow(purchases, joined.contacts, settings.economics, brand);
  const net = sumAt(flow, now, YEAR_MS);
  const netSteps = windowSteps(flow, now, YEAR_MS);
  const revenue = expectedRevenue(days, model, HORIZON_WEEKS, now, zone);
  const revenueFalls = expectedRevenueFall(days, model, HORIZON_WEEKS, now, zone);
  const alive = pAlive(days, model, now, zone);
  const isPredicted = !model.waits;
  const byHand = isByHand(joined.byHand, now) ? joined.byHand : null;
  const predicted = { expectedRevenue: revenue, expectedRevenueFallsBelow: revenueFalls };
  const bySpend = { net, netSteps, spend: money.net, lastDay: days.last };
  return {
    net,
    netSteps,
    isPredicted,
    expectedRevenue: revenue,
    pAlive: alive,
    growth: isPredicted ? revenue : growthBySpend(money.net, days.last, now, zone),
    value:
      byHand !== null
        ? verdictByHand(byHand, schemeAt(joined, settings, brand, byHand.until))
        : keptIn(joined, settings, brand, now, purchases, () =>
            isPredicted
              ? assignValueTier(settings.value, { net, netSteps, ...predicted })
              : assignTierBySpend(settings.value, bySpend, now, zone),
          ),
    byHand,
    rfm:
      days.last === null
        ? null
        : rfmName({ lastDay: days.last, frequency: purchases.length, monetary: money.gross }, settings.rfm, now, zone),
    lastOrderDay: days.last,
    gross: money.gross,
    numbers: {
      net: { value: net, steps: netSteps },
      ...(isPredicted && {
        expectedRevenue: { value: revenue, fallsBelow: revenueFalls },
        pAlive: { value: alive, fallsBelow: (level: number) => pAliveFallsBelow(level, days, model, now, zone) },
      }),
      orders: { value: purchases.length },
      spend: { value: money.net },
      purchaseDays: { value: days.count },
    },
  };
}

/** The scheme's tier, kept for as long as the settings say after it was last reached. */
function keptIn(
  joined: Joined,
  settings: Settings,
  brand: Brand,
  now: number,
  purchases: readonly Purchase[],
  byScheme: () => TierVerdict,
): DecidedTier {
  const { keepDays = 0, ...value } = settings.value;
  const present = byScheme();
  if (keepDays === 0) return present;
  const verdictAt = (at: number) =>
    at === now ? present : schemeAt(boughtBy(joined, Math.min(at, now)), { ...settings, value }, brand, at);
  const looks = Math.ceil(MOST_ORDERS_VALUED / Math.max(1, purchases.length));
  const happened = purchases.slice(-Math.min(MOST_LOOKED_AT, looks)).map(({ at }) => at);
  const mostVerdicts = Math.min(MOST_VERDICTS, looks);
  const kept = keptTier({ now, keepMs: keepDays * DAY_MS, verdictAt, happened, mostVerdicts });
  if (kept.tier === present.tier) return kept;
  return { ...kept, because: [{ fact: 'kept', tier: present.tier, days: keepDays }, ...kept.because] };
}

/** Without the orders placed after an instant. */
function boughtBy(joined: Joined, at: number): Joined {
  const { orders } = joined.part;
  const placed = Object.entries(orders).filter(([, order]) => (order.placed ?? Infinity) <= at);
  return { ...joined, part: { ...joined.part, orders: placed.length > 0 ? Object.fromEntries(placed) : NO_ORDERS } };
}

/** What the scheme says at an instant, whatever was given by hand. */
function schemeAt({ byHand: _byHand, ...joined }: Joined, settings: Settings, brand: Brand, at: number): TierVerdict {
  return worthOf(joined, settings, brand, at).value as TierVerdict;
}

/**
 * What orders leave, at the instants at which they left it: the margin less the cost of an order
 * when it was placed, what a refund takes back when it was given, what a contact costs at the start
 * of its day. Minor units, whole: the margin is rounded as it adds up, not order by order, so that
 * ten orders of 0.11 leave 0.33 of a margin of 30 %.
 */
export function moneyFlow(
  purchases: readonly Purchase[],
  contacts: Joined['contacts'],
  economics: Economics,
  brand: Brand,
): DatedAmount[] {
  const { marginRate, costPerOrder, costPerReturn, costPerContact } = economics;
  const flow: DatedAmount[] = [];
  let turnover = 0;
  for (const { at, amount, cost } of movementsOf(purchases, brand, costPerOrder, costPerReturn)) {
    const before = Math.round(turnover * marginRate);
    turnover += amount;
    flow.push({ at, amount: Math.round(turnover * marginRate) - before - cost });
  }
  if (costPerContact > 0) {
    for (const [day, count] of Object.entries(contacts)) {
      flow.push({ at: startOfDay(day, brand.zone), amount: -count * costPerContact });
    }
  }
  return flow;
}

interface Movement extends DatedAmount {
  /** Minor units. */
  cost: number;
}

/** What was paid and given back in the brand's currency, in time order. */
function movementsOf(
  purchases: readonly Purchase[],
  { currency }: Brand,
  costPerOrder: number,
  costPerReturn: number,
): Movement[] {
  const movements: Movement[] = [];
  for (const purchase of purchases) {
    if (purchase.currency !== currency) continue;
    movements.push({ at: purchase.at, amount: purchase.gross, cost: costPerOrder });
    for (const { at, amount } of purchase.refunds) movements.push({ at, amount: -amount, cost: costPerReturn });
  }
  return movements.sort((a, b) => a.at - b.at);
}
