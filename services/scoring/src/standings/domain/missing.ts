// What one purchase would have to come to, for a customer to keep the value tier or to reach a
// better one. Pure.
import { purchasedIn } from '@segue/parts';
import {
  HORIZON_WEEKS,
  type ValueTier,
  YEAR_MS,
  dayOf,
  expectedRevenue,
  growthBySpend,
  rankOfTier as rankOf,
  updateFrom,
  valueTierOf,
} from '@segue/valuation';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import type { RuleView } from '../../score/domain/rule-view';

export interface Missing {
  kind: 'keeps' | 'reaches';
  tier: ValueTier;
  /** The least order total that does it, made now; minor units. 1 where any purchase does. */
  amount: number;
  /** When the tier would fall without it; null for one that is reached. UTC milliseconds. */
  fallsAt: number | null;
}

const DAY_MS = 86_400_000;

/** No suggestion asks for an order above this. */
const MOST = 1e9;

/**
 * Returns what keeps the tier, where it falls by itself, and what reaches the next one, where a
 * purchase can, by the rule that decides now: while predictions wait that is spend and recency.
 * Exact: a minor unit less does not do it; where tiers are kept, less may do it too. Nothing while
 * the tier is given by hand.
 * @param view of the customer at the present instant.
 */
export function missingFor(view: RuleView, book: Rulebook): Missing[] {
  const { tier, changesAt } = view.worth.value;
  const after = purchaseNow(view, book);
  if (after === null || view.worth.byHand !== null) return [];
  const missing: Missing[] = [];
  // A kept tier falls so long after it was last reached: until then it has to be reached again.
  const keepMs = (book.settings.value.keepDays ?? 0) * DAY_MS;
  const reachedUntil = changesAt === null ? null : Math.max(view.now, changesAt - keepMs);
  if (reachedUntil !== null && rankOf(after(0, reachedUntil)) < rankOf(tier)) {
    const amount = leastThat((some) => rankOf(after(some, reachedUntil)) >= rankOf(tier));
    if (amount !== null) missing.push({ kind: 'keeps', tier, amount, fallsAt: changesAt });
  }
  const amount = leastThat((some) => rankOf(after(some, view.now)) > rankOf(tier));
  if (amount !== null) missing.push({ kind: 'reaches', tier: after(amount, view.now), amount, fallsAt: null });
  return missing;
}

/**
 * Returns the value tier at an instant after a purchase made now; 0 for none. Null where the days
 * of earlier purchases lie ahead of now.
 */
function purchaseNow(view: RuleView, book: Rulebook): ((amount: number, at: number) => ValueTier) | null {
  const { settings, brand } = book;
  const { marginRate, costPerOrder } = settings.economics;
  const { days, money } = purchasedIn(view.joined.part.orders, brand);
  const today = dayOf(view.now, brand.zone);
  if (updateFrom(days, today, 0) === null) return null;
  const { net, netSteps } = view.worth;
  // The margin is rounded as it adds up, as in `moneyFlow`.
  const gain = (amount: number) =>
    Math.round((money.net + amount) * marginRate) - Math.round(money.net * marginRate) - costPerOrder;
  return (amount, at) => {
    const without = netSteps.findLast((step) => step.at <= at)?.value ?? net;
    const counts = amount > 0 && at - view.now < YEAR_MS;
    const then = amount > 0 ? (updateFrom(days, today, amount) ?? days) : days;
    return valueTierOf(settings.value, {
      net: without + (counts ? gain(amount) : 0),
      expectedRevenue: settings.model.waits
        ? growthBySpend(money.net + amount, then.last, at, brand.zone)
        : expectedRevenue(then, settings.model, HORIZON_WEEKS, at, brand.zone),
    });
  };
}

/** Returns the least amount that does it; null if none does. More never does less. */
function leastThat(does: (amount: number) => boolean): number | null {
  if (!does(MOST)) return null;
  let [low, high] = [0, MOST];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (does(middle)) high = middle;
    else low = middle;
  }
  return high;
}
