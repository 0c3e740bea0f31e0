// Collects the lines of a file by order, and counts those that are left out or have faults.
import { composed } from '@segue/contracts';
import { type Columns, columnsOf, seemsCurrency } from '../fields/columns';
import { CurrencyColumns } from '../fields/currency-columns';
import { namesNoOne } from '../fields/customer';
import type { OrderFile, ReadingOptions, RowFault } from './order-file';
import { Faulty } from './faulty';
import { type Line, MAX_STATE, type OrderId, assertWhole, lineOf } from './order-line';
import { orderOf } from './order-lines';
import type { OrderRow } from './order-row';
import { assertFew } from '../steps';
import { layoutOf } from '../presets/layout';
import { isOfRefund, meaningOf, plainState } from '../fields/states';

/** Number of faults that are listed; further ones are counted only. */
export const FAULTS_KEPT = 100;

/** Collects a file's lines. */
export class OrderBook {
  private columns: Columns | null = null;
  private readonly faults: RowFault[] = [];
  /** Lines by order id, or by line if the file has no order ids. */
  private readonly orders = new Map<OrderId, Line[]>();
  /** Orders with an invalid line, which are skipped as a whole. */
  private readonly broken = new Set<string>();
  /** Orders with a line whose customer stands for no one, by number of such lines. */
  private readonly ofNoOne = new Map<OrderId, number>();
  /** Orders with a line in a state of no order, by that state. */
  private readonly withdrawn = new Map<OrderId, string>();
  private readonly leftOut = new Map<string, number>();
  private readonly doubtful = new Map<string, number>();
  private readonly unknown = new Map<string, number>();
  /** Looks for columns of currencies; null for known systems, whose currency is known. */
  private currencies: CurrencyColumns | null = null;
  private tidy = (record: readonly string[]): readonly string[] => record;
  private readonly alsoOut: ReadonlySet<string>;
  private lines = 0;
  private skipped = 0;
  private noOne = 0;
  private returns = 0;

  constructor(private readonly options: ReadingOptions) {
    this.alsoOut = new Set(options.leaveOut?.map((state) => plainState(composed(state))));
  }

  take(fields: readonly string[], line: number): void {
    const written = fields.map(composed);
    if (this.columns === null) {
      this.begin(written);
      return;
    }
    const record = this.tidy(written);
    this.lines++;
    assertFew(this.lines, this.options.maxLines);
    this.currencies?.look(record);
    const id = this.columns.order < 0 ? line : (record[this.columns.order] ?? '');
    try {
      assertWhole(record, this.columns);
      if (this.isOfBroken(record, id, this.columns)) return;
      if (this.isLeftOut(record, id, this.columns)) return;
      const others = this.orders.get(id);
      const read = lineOf(record, line, this.columns, this.options, others?.[0]);
      if (others) others.push(read);
      else this.orders.set(id, [read]);
    } catch (error) {
      this.refuse(error, line, 1);
      this.breakOrders(record, this.columns);
    }
  }

  /** Finds the columns by the header. */
  private begin(header: readonly string[]): void {
    const layout = layoutOf(header, this.options.kind);
    if (layout === null) {
      this.columns = columnsOf(header, this.options.kind);
      this.currencies = new CurrencyColumns(this.columns);
    } else {
      this.columns = layout.columns;
      this.tidy = layout.tidy;
    }
  }

  /**
   * Returns the orders and counts; pauses between orders.
   * @throws {Error} if a column of currencies would be ignored.
   */
  *fileInSteps(): Generator<void, OrderFile> {
    const unread = this.currencies?.names ?? [];
    if (unread.length > 0) throw seemsCurrency(unread);
    const orders: OrderRow[] = [];
    for (const [id, lines] of this.orders) {
      if (typeof id === 'string' && this.broken.has(id)) this.skipped += lines.length;
      else this.close(id, this.standing(id, lines), orders);
      yield;
    }
    const faults = this.faults.sort((a, b) => a.line - b.line).slice(0, FAULTS_KEPT);
    const { lines, skipped, noOne, leftOut, doubtful, unknown, columns } = this;
    const { kind = 'userId', system } = columns ?? {};
    const counts = { lines, skipped, noOne, leftOut, doubtful, unknown, returns: this.returns };
    return { orders, faults, ...counts, kind, ...(system !== undefined && { system }) };
  }

  /**
   * Returns whether a line takes its amount from a line that could not be read, and counts it as
   * skipped: that fault is reported already.
   */
  private isOfBroken(record: readonly string[], id: OrderId, { amount }: Columns): boolean {
    if (typeof id !== 'string' || (record[amount] ?? '') !== '' || !this.broken.has(id)) return false;
    this.skipped++;
    return true;
  }

  /** Returns whether a line is left out, and counts it. Its other fields may be unreadable. */
  private isLeftOut(record: readonly string[], id: OrderId, columns: Columns): boolean {
    const own = columns.state < 0 ? '' : plainState(record[columns.state] ?? '');
    // Further lines of an order may leave its state empty.
    const state = own === '' && columns.order >= 0 ? (this.withdrawn.get(id) ?? '') : own;
    const meaning = this.alsoOut.has(state) ? 'out' : meaningOf(state);
    if (meaning === 'out') {
      add(this.leftOut, state, 1);
      if (columns.order >= 0) this.withdrawn.set(id, state);
      return true;
    }
    if (namesNoOne(record, columns, this.orders.has(id))) {
      this.noOne++;
      if (columns.order >= 0) add(this.ofNoOne, id, 1);
      return true;
    }
    const isRefunded = isOfRefund(state) && /[1-9]/.test(record[columns.refunded] ?? '');
    if (meaning === 'doubtful' && !isRefunded) add(this.doubtful, state, 1);
    if (meaning === 'unknown') add(this.unknown, state.slice(0, MAX_STATE), 1);
    return false;
  }

  /**
   * Returns the lines that count: of an order with a withdrawn line, those with a state of their
   * own.
   */
  private standing(id: OrderId, lines: readonly Line[]): readonly Line[] {
    const state = this.withdrawn.get(id);
    if (state === undefined) return lines;
    const standing = lines.filter(({ isStateless }) => isStateless !== true);
    add(this.leftOut, state, lines.length - standing.length);
    return standing;
  }

  /**
   * Skips the order of an invalid line. If fields are missing or too many, its id may be in the
   * column of ids counted from the end of the line.
   */
  private breakOrders(record: readonly string[], { order, names }: Columns): void {
    if (order < 0) return;
    for (const id of [record.at(order), record.at(order - names.length)]) if (id) this.broken.add(id);
  }

  private close(id: OrderId, lines: readonly Line[], orders: OrderRow[]): void {
    const [first] = lines;
    if (first === undefined) return;
    const columns = this.columns as Columns;
    try {
      if (this.ofNoOne.has(id)) throw new Faulty(columns.customer, 'stands for no one on another line of this order');
      const order = orderOf(id, lines, columns, this.options.currency);
      if (order.isReturn) this.returns++;
      orders.push(order);
    } catch (error) {
      this.refuse(error, first.line, lines.length);
    }
  }

  private refuse(error: unknown, line: number, lines: number): void {
    if (!(error instanceof Faulty)) throw error;
    this.skipped += lines;
    if (this.faults.length >= 2 * FAULTS_KEPT) return;
    this.faults.push({ line, column: this.columns?.names[error.column] ?? '', message: error.message });
  }
}

function add<K>(counts: Map<K, number>, key: K, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
