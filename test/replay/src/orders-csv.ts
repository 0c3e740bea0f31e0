// Order files that a shop's system wrote, as orders. The whole file is read before anything is
// sent: what is wrong with it is known by line and column, and lines that share an order id are one
// order. Kept of it is what orders need, so memory follows the number of lines and not what else
// stands in them.
import { pipeline } from 'node:stream/promises';
import { addressValue, emailOf } from '@segue/addresses';
import { Invalid, isNoOne } from '@segue/contracts';
import { digitsOf, minorUnits } from '@segue/orders';
import { CsvError, type Options, parse } from 'csv-parse';
import { type Columns, type CustomerKind, columnsOf, seemsCurrency } from './columns';
import { CurrencyColumns } from './currency-columns';
import { type Amount, Unreadable, amountIn, currencyIn, dayIn, idIn, quantityIn } from './fields';
import type { OrderRow, Product } from './orders';
import { meaningOf, plainState } from './states';

export interface RowFault {
  /** Of the file, the header being line 1. */
  line: number;
  /** As the header calls it; '' for the whole line. */
  column: string;
  message: string;
}

export interface OrderFile {
  /** In the file's order. */
  orders: OrderRow[];
  /** The first of them, in the file's order. */
  faults: RowFault[];
  /** Lines with orders, good and bad. */
  lines: number;
  /** Lines that are no part of `orders`: those at fault, and the others of their orders. */
  skipped: number;
  /** Lines left out since their customer stands for no one. Not among `skipped`. */
  noOne: number;
  /**
   * Lines left out since their state says that they are no order, by state. Not among `skipped`.
   */
  leftOut: ReadonlyMap<string, number>;
  /** Lines taken as orders whose state leaves it in doubt, by state. */
  doubtful: ReadonlyMap<string, number>;
  /** Lines taken as orders whose state is no word that is known, by state. */
  unknown: ReadonlyMap<string, number>;
  /** What the customers are named by. */
  kind: CustomerKind;
}

export interface ReadingOptions {
  /** Of amounts for which the file names none. */
  currency: string;
  /** YYYY-MM-DD: no order is of a later day. */
  today: string;
  /** IANA: an instant with an offset falls on its day here. */
  zone: string;
  /** What the customer column holds; absent, its name says it. */
  kind?: CustomerKind;
  /** ISO 3166-1: of phone numbers without a prefix. */
  country?: string;
  /** States, besides those known, whose lines are no orders. */
  leaveOut?: readonly string[];
}

/** More are counted only: who has mended these looks again. */
export const FAULTS_KEPT = 100;
const MAX_LINE_BYTES = 131_072;
/** So that, with its prefix, it is an id that every service takes. */
const MAX_ID = 200;
/** Longer states are told by their beginning. */
const MAX_STATE = 40;

/**
 * Orders in a CSV with a header that names, in any order and case, a customer, a day and an amount
 * (`columns.ts` has the names, `fields.ts` what is read); where it names an order id, lines of one
 * id are one order. Fields are told apart by comma, semicolon or tab, whichever the header has most
 * of.
 * @param chunks text as it is read.
 * @throws {Error} naming the line when quotes are not closed or stand where they may not, and
 * naming all columns that the header lacks.
 */
export async function readOrdersCsv(chunks: AsyncIterable<string>, options: ReadingOptions): Promise<OrderFile> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  const book = new OrderBook(options);
  const parser = parse({ ...PARSING, delimiter: delimiterOf(head) });
  const reading = pipeline(unixLines(head, source), parser, async (records: AsyncIterable<Parsed>) => {
    for await (const { record, info } of records) book.take(record, firstLineOf(record, info.lines));
  });
  await reading.catch((error: unknown) => {
    throw error instanceof CsvError ? new Error(plainly(error)) : error;
  });
  return book.file();
}

const PLAIN_WORDS: Partial<Record<CsvError['code'], string>> = {
  INVALID_OPENING_QUOTE: 'has a quote (") within a field that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'has text behind the quote (") that ends a field',
  CSV_QUOTE_NOT_CLOSED: 'the file ends within quotes ("): the one that opens them is not closed',
  CSV_MAX_RECORD_SIZE: `is longer than ${MAX_LINE_BYTES} bytes: a quote (") before it may not be closed`,
};

/** With the line, and the field counted from 1. */
function plainly({ code, message, lines, column }: CsvError): string {
  const words = PLAIN_WORDS[code];
  if (words === undefined) return message;
  const field = typeof column === 'number' ? `, field ${column + 1}` : typeof column === 'string' ? `, ${column}` : '';
  return `line ${lines}${field}: ${words}`;
}

const PARSING: Options = {
  bom: true,
  info: true,
  max_record_size: MAX_LINE_BYTES,
  relax_column_count: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
  trim: true,
};

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** As far as the end of the header, or as nearly. */
async function headOf(source: AsyncIterator<string>): Promise<string> {
  let head = '';
  while (!/\S.*\n/.test(head) && head.length < MAX_LINE_BYTES) {
    const { value, done } = await source.next();
    if (done) break;
    head += value;
  }
  return head;
}

/** What the header has most of. */
function delimiterOf(head: string): string {
  const header = head.split('\n').find((line) => line.trim() !== '') ?? '';
  const count = (delimiter: string) => header.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

/** With one kind of line end: the parser counts the other one twice within quotes. */
async function* unixLines(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  let held = '';
  for (let text = head; ;) {
    text = held + text;
    held = text.endsWith('\r') ? '\r' : '';
    yield text.slice(0, text.length - held.length).replaceAll('\r\n', '\n');
    const { value, done } = await rest.next();
    if (done) return;
    text = value;
  }
}

/** The parser says where a record ends. */
function firstLineOf(record: readonly string[], last: number): number {
  return last - record.reduce((breaks, field) => breaks + field.split('\n').length - 1, 0);
}

/** One line as it was read. */
interface Line {
  line: number;
  customer: string;
  day: string;
  amount: string;
  /** Of `amount`. */
  minor: number;
  currency: string | undefined;
  quantity: number | null;
  product: Product | null;
  /** Only of a further line of an order that leaves the amount empty. */
  isAmountless?: true;
  /** Only where the file has a column for states, and this line leaves it empty. */
  isStateless?: true;
}

class Faulty extends Error {
  constructor(
    readonly column: number,
    message: string,
  ) {
    super(message);
  }
}

type OrderId = string | number;

/** Collects a file's lines. */
class OrderBook {
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

  /** @throws {Error} where a column of currencies would go unread. */
  file(): OrderFile {
    const unread = this.currencies?.names ?? [];
    if (unread.length > 0) throw seemsCurrency(unread);
    const orders: OrderRow[] = [];
    for (const [id, lines] of this.orders) {
      if (typeof id === 'string' && this.broken.has(id)) this.skipped += lines.length;
      else this.close(id, this.standing(id, lines), orders);
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

function assertWhole(record: readonly string[], { names }: Columns): void {
  if (record.length !== names.length)
    throw new Faulty(-1, `has ${record.length} fields where the header has ${names.length}`);
}

/**
 * @param first line of the same order: fields of the order that are empty here are as there.
 * @throws {Faulty} for the first field that is none.
 */
function lineOf(
  record: readonly string[],
  line: number,
  columns: Columns,
  options: ReadingOptions,
  first: Line | undefined,
): Line {
  const field = (column: number) => record[column] ?? '';
  if (columns.order >= 0) within(columns.order, () => idIn(field(columns.order), MAX_ID));
  const told = within(columns.currency, () => currencyIn(field(columns.currency))) ?? first?.currency;
  const isAmountless = first !== undefined && field(columns.amount) === '';
  const amount: Amount = isAmountless
    ? { text: first.amount, ...(first.currency !== undefined && { currency: first.currency }) }
    : within(columns.amount, () => amountIn(field(columns.amount), told, options.currency));
  const currency = told ?? amount.currency;
  return {
    line,
    customer: within(columns.customer, () =>
      first !== undefined && field(columns.customer) === ''
        ? first.customer
        : customerIn(field(columns.customer), columns.kind, options.country),
    ),
    day: within(columns.date, () =>
      first !== undefined && field(columns.date) === ''
        ? first.day
        : dayIn(field(columns.date), options.zone, options.today),
    ),
    amount: amount.text,
    minor: minorIn(amount.text, currency ?? options.currency, columns),
    currency,
    quantity: within(columns.quantity, () => quantityIn(field(columns.quantity))),
    product: productIn(record, columns),
    ...(isAmountless && { isAmountless: true as const }),
    ...(columns.state >= 0 && field(columns.state) === '' && { isStateless: true as const }),
  };
}

/** What `read` returns; what it cannot read is a fault of this column. */
function within<T>(column: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof Unreadable) throw new Faulty(column, error.message);
    throw error;
  }
}

/** In the spelling in which the server keeps it, so that one mailbox or phone is one customer. */
function customerIn(field: string, kind: CustomerKind, country: string | undefined): string {
  const id = idIn(field, MAX_ID);
  if (kind === 'email') {
    const address = emailOf(id);
    if (address === null) throw new Unreadable('must be an e-mail address');
    return address;
  }
  if (kind !== 'phone') return id;
  if (id.replace(/\D/g, '').length < FEWEST_DIGITS) throw new Unreadable('must be a phone number');
  return addressValue('phone', id, country);
}

const FEWEST_DIGITS = 5;

function minorIn(amount: string, currency: string, columns: Columns): number {
  try {
    return minorUnits(amount, currency, '');
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Faulty(error.code === 'currency' ? columns.currency : columns.amount, error.message);
  }
}

function productIn(record: readonly string[], columns: Columns): Product | null {
  const [id, name] = [record[columns.product], record[columns.productName]];
  if (!id && !name) return null;
  return { ...(id && { product_id: id }), ...(name && { name }) };
}

/**
 * @throws {Faulty} where the lines of an order contradict each other, or come to less than nothing.
 */
function orderOf(id: string | number, lines: readonly Line[], columns: Columns, brandCurrency: string): OrderRow {
  const [first] = lines as [Line];
  const agreed = (column: number, of: (line: Line) => unknown) => {
    const other = lines.find((one) => of(one) !== of(first));
    if (other) throw new Faulty(column, `is not the same on line ${other.line}, which is of the same order`);
  };
  agreed(columns.customer, ({ customer }) => customer);
  agreed(columns.date, ({ day }) => day);
  agreed(columns.currency, ({ currency }) => currency);
  const isOfOrder = columns.isOfOrder || isTotalOnFirst(lines, columns);
  if (isOfOrder) agreed(columns.amount, ({ minor }) => minor);
  const minor = isOfOrder ? first.minor : lines.reduce((sum, line) => sum + line.minor, 0);
  if (minor < 0) throw new Faulty(columns.amount, 'must not be negative: what was given back is no order');
  const { customer, day, amount, currency } = first;
  const isOne = isOfOrder || lines.length === 1;
  const products = lines.flatMap(({ product, quantity, amount: total }) =>
    product ? [{ ...product, ...(quantity !== null && { quantity }), ...(!isOfOrder && { total }) }] : [],
  );
  return {
    line: first.line,
    customer,
    day,
    total: isOne ? amount : decimal(minor, digitsOf(currency ?? brandCurrency)),
    quantity: quantityOf(lines),
    ...(currency !== undefined && { currency }),
    ...(typeof id === 'string' && { orderId: id }),
    ...(products.length > 0 && { products }),
  };
}

/**
 * Whether the first line alone has an amount, as where a shop writes the total of an order once.
 * @throws {Faulty} where some further lines have one and others do not.
 */
function isTotalOnFirst([, ...further]: readonly Line[], { amount }: Columns): boolean {
  const without = further.filter(({ isAmountless }) => isAmountless === true);
  const [gap] = without;
  if (gap === undefined) return false;
  if (without.length < further.length) throw new Faulty(amount, `is missing on line ${gap.line} of this order`);
  return true;
}

function quantityOf(lines: readonly Line[]): number | null {
  const told = lines.flatMap(({ quantity }) => (quantity === null ? [] : [quantity]));
  const sum = told.reduce((all, one) => all + one, 0);
  // More was brought back than bought: the number says nothing of this order.
  return told.length === 0 || sum < 0 ? null : sum;
}

/** 2510 with two digits is 25.10. */
function decimal(minor: number, digits: number): string {
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
