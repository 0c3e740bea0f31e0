// Collects the lines of a file by order, with what is left out and what is at fault.
import { isNoOne } from '@segue/contracts';
import { type Columns, columnsOf, seemsCurrency } from './columns';
import { CurrencyColumns } from './currency-columns';
import type { OrderFile, ReadingOptions, RowFault } from './order-file';
import { Faulty, type Line, MAX_STATE, type OrderId, assertWhole, lineOf } from './order-line';
import { orderOf } from './order-lines';
import type { OrderRow } from './orders';
import { meaningOf, plainState } from './states';

/** Number of faults that are listed; further ones are counted only. */
export const FAULTS_KEPT = 100;

/** Collects a file's lines. */
export class OrderBook {
  private columns: Columns | null = null;
  private readonly faults: RowFault[] = [];
  /** By order id, or by line where the file has no such ids. */
  private readonly orders = new Map<OrderId, Line[]>();
  /** Orders with a line at fault: half an order is no order. */
  private readonly broken = new Set<string>();
  /** Orders with a line of no one. */
  private readonly ofNoOne = new Map<OrderId, number>();
  /** Orders with a line that is no order, by the state that says so. */
  private readonly withdrawn = new Map<OrderId, string>();
  private readonly leftOut = new Map<string, number>();
  private readonly doubtful = new Map<string, number>();
  private readonly unknown = new Map<string, number>();
  private currencies: CurrencyColumns | null = null;
  private readonly alsoOut: ReadonlySet<string>;
  private lines = 0;
  private skipped = 0;
  private noOne = 0;

  constructor(private readonly options: ReadingOptions) {
    this.alsoOut = new Set(options.leaveOut?.map(plainState));
  }

  take(record: readonly string[], line: number): void {
    if (this.columns === null) {
      this.columns = columnsOf(record, this.options.kind);
      this.currencies = new CurrencyColumns(this.columns);
      return;
    }
    this.lines++;
    this.currencies?.look(record);
    const id = this.columns.order < 0 ? line : (record[this.columns.order] ?? '');
    try {
      assertWhole(record, this.columns);
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

  /**
   * Closes the book; pauses between orders. Returns what was read.
   * @throws {Error} where a column of currencies would go unread.
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
    return { orders, faults, lines, skipped, noOne, leftOut, doubtful, unknown, kind: columns?.kind ?? 'userId' };
  }

  /** Counts it; such lines need not be readable in their other fields. */
  private isLeftOut(record: readonly string[], id: OrderId, columns: Columns): boolean {
    const state = columns.state < 0 ? '' : plainState(record[columns.state] ?? '');
    const meaning = this.alsoOut.has(state) ? 'out' : meaningOf(state);
    if (meaning === 'out') {
      add(this.leftOut, state, 1);
      if (columns.order >= 0) this.withdrawn.set(id, state);
      return true;
    }
    const customer = record[columns.customer] ?? '';
    if (customer !== '' && isNoOne(customer)) {
      this.noOne++;
      if (columns.order >= 0) add(this.ofNoOne, id, 1);
      return true;
    }
    if (meaning === 'doubtful') add(this.doubtful, state, 1);
    if (meaning === 'unknown') add(this.unknown, state.slice(0, MAX_STATE), 1);
    return false;
  }

  /** Of an order that is withdrawn on one line, lines with a state of their own stand. */
  private standing(id: OrderId, lines: readonly Line[]): readonly Line[] {
    const state = this.withdrawn.get(id);
    if (state === undefined) return lines;
    const standing = lines.filter(({ isStateless }) => isStateless !== true);
    add(this.leftOut, state, lines.length - standing.length);
    return standing;
  }

  /**
   * Where fields are missing or too many, the id stands in its place counted from the one end or
   * from the other.
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
      orders.push(orderOf(id, lines, columns, this.options.currency));
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
