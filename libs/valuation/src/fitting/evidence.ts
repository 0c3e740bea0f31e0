// What a store's customers bought, counted for fits: a customer is added once and then forgotten.
// Days are whole numbers (`dayNumber`) of the brand's zone; purchases of one day are one, as
// everywhere in the models; rows are in weeks.
import type { SpendRow } from '../models/gamma-gamma';
import type { History } from '../models/history';
import type { Row } from '../models/rows';
import { Cells } from './cells';

export interface PurchaseDay {
  readonly day: number;
  /** Minor units. */
  readonly spend: number;
}

/** The days that are looked at; models are compared by what came after `split`. */
export interface DataWindow {
  /** When the store had its first customers. */
  readonly first: number;
  /** The last day that the models of a comparison see; null where there is too little time. */
  readonly split: number | null;
  readonly last: number;
}

/** A customer at the split, and what came after it. */
export interface Followed extends History {
  readonly meanSpend: number;
  readonly spend: number;
  readonly laterPurchases: number;
  readonly laterRevenue: number;
}

const DAYS_A_WEEK = 7;
/** A third of the time is held out, at most the models' horizon. */
const HELD_OUT = 3;
const LONGEST_DAYS = 39 * DAYS_A_WEEK;
const SHORTEST_DAYS = 7;
/** A single order with a wrong date must not make the store older than it is. */
const EARLY = 0.05;

/** @param firsts the first day of some customers, drawn by chance. */
export function windowOf(firsts: readonly number[], last: number): DataWindow {
  const sorted = firsts.filter((day) => day <= last).sort((a, b) => a - b);
  const first = sorted[Math.floor(EARLY * sorted.length)] ?? last;
  const heldOut = Math.min(LONGEST_DAYS, Math.floor((last - first) / HELD_OUT));
  return { first, split: heldOut < SHORTEST_DAYS ? null : last - heldOut, last };
}

export class Evidence {
  customers = 0;
  /** Customers with a second purchase. */
  repeaters = 0;
  purchases = 0;
  private money = 0;
  private readonly whole = historyCells();
  private readonly before = historyCells();
  private readonly through = historyCells();
  private readonly repeatSpend = spendCells();
  private readonly repeatSpendBefore = spendCells();
  private readonly spendAfter = spendCells();
  /**
   * Some of the customers that had bought by the split: the first that are added, so customers
   * should come in an order that says nothing about them.
   */
  readonly followed: Followed[] = [];

  constructor(
    readonly window: DataWindow,
    private readonly mostFollowed = 5_000,
  ) {}

  /** @param days in order, each once. What lies after the window is left out. */
  add(days: readonly PurchaseDay[]): void {
    const { split, last } = this.window;
    const seen = days.filter(({ day }) => day <= last);
    if (seen.length === 0) return;
    this.customers++;
    this.purchases += seen.length;
    this.money += spent(seen);
    if (seen.length > 1) this.repeaters++;
    this.whole.add(historyOf(seen, last));
    addSpend(this.repeatSpend, seen.slice(1));
    if (split !== null) this.addAcross(split, seen);
  }

  private addAcross(split: number, days: readonly PurchaseDay[]): void {
    const [before, after] = [days.filter(({ day }) => day <= split), days.filter(({ day }) => day > split)];
    if (before.length === 0) return;
    const history = historyOf(before, split);
    this.before.add(history);
    this.through.add(historyOf(days, this.window.last));
    addSpend(this.repeatSpendBefore, before.slice(1));
    addSpend(this.spendAfter, after);
    if (this.followed.length >= this.mostFollowed) return;
    const [x = 0, tx = 0, T = 0] = history;
    this.followed.push({
      ...{ x, tx, T },
      meanSpend: x > 0 ? spent(before.slice(1)) / x : 0,
      spend: spent(before),
      laterPurchases: after.length,
      laterRevenue: spent(after),
    });
  }

  /** All customers at the end of the window. */
  histories(): Row[] {
    return rowsOf(this.whole);
  }

  /** Customers that had bought by the split, then and at the end of the window. */
  historiesBefore(): Row[] {
    return rowsOf(this.before);
  }

  historiesThrough(): Row[] {
    return rowsOf(this.through);
  }

  /** Spend of repeat purchases. */
  spends(): SpendRow[] {
    return spendRowsOf(this.repeatSpend);
  }

  spendsBefore(): SpendRow[] {
    return spendRowsOf(this.repeatSpendBefore);
  }

  /** Spend after the split of those that had bought by then. */
  spendsAfter(): SpendRow[] {
    return spendRowsOf(this.spendAfter);
  }

  /** Mean spend of a day with purchases, minor units; 0 without any. */
  typicalSpend(): number {
    return this.purchases > 0 ? this.money / this.purchases : 0;
  }
}

const spent = (days: readonly PurchaseDay[]) => days.reduce((sum, { spend }) => sum + spend, 0);

/** [x, t_x, T] in weeks. */
function historyOf(days: readonly PurchaseDay[], until: number): number[] {
  const [first, last] = [days[0]?.day ?? until, days.at(-1)?.day ?? until];
  return [days.length - 1, (last - first) / DAYS_A_WEEK, (until - first) / DAYS_A_WEEK];
}

function addSpend(cells: Cells, days: readonly PurchaseDay[]): void {
  const sum = spent(days);
  if (days.length > 0 && sum > 0) cells.add([days.length, sum / days.length]);
}

const MOST_CELLS = 10_000;
/** Counts up to here are kept apart; beyond it those within a tenth are one when cells are many. */
const FEW = 24;
const countOf = (x: number, coarseness: number) =>
  coarseness === 0 || x <= FEW ? x : `~${Math.floor(Math.log(x) / Math.log(1.1))}`;

/** Cells of [x, t_x, T]: a day at first, then 2, 4, 8 … days. */
function historyCells(): Cells {
  return new Cells(([x = 0, tx = 0, T = 0], coarseness) => {
    const step = 2 ** coarseness / DAYS_A_WEEK;
    const place = (weeks: number) => (coarseness === 0 ? Math.round(weeks * DAYS_A_WEEK) : Math.floor(weeks / step));
    return `${countOf(x, coarseness)} ${place(tx)} ${place(T)}`;
  }, MOST_CELLS);
}

/** Cells of [x, mean spend]: equal to a thousandth of itself at first, then four, sixteen … */
function spendCells(): Cells {
  return new Cells(
    ([x = 0, mean = 0], coarseness) =>
      `${countOf(x, coarseness)} ${Math.floor(Math.log(mean) / (1e-3 * 4 ** coarseness))}`,
    MOST_CELLS,
  );
}

const rowsOf = (cells: Cells): Row[] =>
  cells.counted().map(({ values: [x = 0, tx = 0, T = 0], weight }) => ({ x, tx, T: Math.max(tx, T), weight }));

const spendRowsOf = (cells: Cells): SpendRow[] =>
  cells.counted().map(({ values: [x = 0, meanSpend = 0], weight }) => ({ x, meanSpend, weight }));
