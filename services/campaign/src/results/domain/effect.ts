// Whether a campaign helped: its groups, compared by libs/measurement. Pure.
import {
  type Lift,
  type Sample,
  type Trial,
  type Verdict,
  describeVerdict,
  sampleOf,
  verdict,
  watchSampleRatio,
} from '@segue/measurement';

/** Orders count for a campaign this long after its first decision about the customer. */
export const WINDOW_DAYS = 28;
const DAY_MS = 86_400_000;
export const WINDOW_MS = WINDOW_DAYS * DAY_MS;

/** One group of a campaign; figures within the window of each customer. */
export interface Group {
  customers: number;
  /** Customers with at least one order. */
  buyers: number;
  orders: number;
  /** Minor units of the brand's currency; cancelled orders are left out. */
  revenue: number;
  /** Sum of the squares of each customer's revenue. */
  squares: number;
  /** Customers with more than one order. */
  again: number;
}

export const NO_GROUP: Group = { customers: 0, buyers: 0, orders: 0, revenue: 0, squares: 0, again: 0 };

export interface Groups {
  treated: Group;
  control: Group;
  /** When the first customer came into either, UTC milliseconds. */
  since: number;
}

/** Sentences in both languages of the console. */
export interface Sentences {
  en: string;
  'zh-CN': string;
}

export interface Effect {
  /** Compares the share of customers with an order. */
  orders: { verdict: Verdict; sentence: Sentences };
  /** By the revenue of each customer. */
  revenue: { verdict: Verdict; sentence: Sentences };
  /** Customers that the planned split would have put into each group, treated first. */
  expected: readonly [number, number];
  /** Of the split; below .001 the groups cannot be compared. */
  p: number;
}

/** The smallest change of orders that matters, as a share of the control. */
const SMALLEST_LIFT = 0.05;
/** The number of customers at which intervals are narrowest; fixed, as `watch` needs it. */
const TUNED_FOR = 10_000;

/** Returns the lift of a verdict, as shares of the control; null where none can be stated yet. */
export function liftOf(found: Verdict): Lift | null {
  return 'lift' in found ? found.lift : null;
}

/**
 * Returns the comparison of the groups at `now`.
 * @param control planned share of the control, between 0 and 1; null where there is no comparison.
 */
export function effectOf(groups: Groups, control: number, now: number): Effect | null {
  if (control <= 0 || control >= 1) return null;
  const { treated, control: held, since } = groups;
  const customers = treated.customers + held.customers;
  const days = Math.max(1, (now - since) / DAY_MS);
  const plan = {
    ...{ share: 1 - control, tunedFor: TUNED_FOR, smallestLift: SMALLEST_LIFT },
    arrivalsPerDay: customers / days,
  };
  const shares = { n: treated.customers, successes: treated.buyers };
  const orders = verdict({
    ...plan,
    measured: { kind: 'share', treated: shares, control: { n: held.customers, successes: held.buyers } },
  });
  const { expected, p } = watchSampleRatio([treated.customers, held.customers], [1 - control, control]);
  return {
    orders: { verdict: orders, sentence: inWords(orders, { en: 'orders', 'zh-CN': '订单' }) },
    revenue: revenueOf(groups, plan),
    expected: expected as unknown as readonly [number, number],
    p,
  };
}

function revenueOf({ treated, control }: Groups, plan: Omit<Trial, 'measured'>): Effect['revenue'] {
  const found = verdict({ ...plan, measured: { kind: 'mean', treated: spent(treated), control: spent(control) } });
  return { verdict: found, sentence: inWords(found, { en: 'revenue', 'zh-CN': '收入' }) };
}

const spent = ({ customers, revenue, squares }: Group): Sample =>
  sampleOf({ n: customers, sum: revenue, sumOfSquares: squares });

function inWords(found: Verdict, names: Sentences): Sentences {
  return {
    en: describeVerdict(found, 'en', { name: names.en }),
    'zh-CN': describeVerdict(found, 'zh-CN', { name: names['zh-CN'] }),
  };
}
