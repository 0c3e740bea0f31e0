// Order files that a shop's system wrote, as orders. The whole file is read before anything is sent: what is wrong with it is known by line and column, and
// lines that share an order id are one order. Kept of it is what orders need, so memory follows the number of lines and not what else stands in them.
import { pipeline } from 'node:stream/promises';
import { Invalid } from '@segue/contracts';
import { digitsOf, isCurrency, minorUnits } from '@segue/orders';
import { type Options, parse } from 'csv-parse';
import type { OrderRow, Product } from './orders';

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
}

export interface ReadingOptions {
  /** Of amounts for which the file names none. */
  currency: string;
  /** YYYY-MM-DD: no order is of a later day. */
  today: string;
}

/** More are counted only: who has mended these looks again. */
export const FAULTS_KEPT = 100;
const MAX_LINE_BYTES = 131_072;
/** So that, with its prefix, it is an id that every service takes. */
const MAX_ID = 200;

const CUSTOMER = ['customer_id', 'customer', 'user_id', 'userid', 'member_id', '会员号', '客户编号'];
const DATE = ['order_date', 'date', 'day', 'ordered_at', '日期', '下单日期'];
const AMOUNT = ['revenue', 'total', 'amount', 'order_total', '金额', '实付金额'];
const CURRENCY = ['currency', '币种'];
const QUANTITY = ['quantity', 'qty', 'items', '数量'];
const ORDER = ['order_id', 'order_number', 'order_no', 'invoice_no', '订单号', '订单编号'];
const PRODUCT = ['product_id', 'sku', '商品编号'];
const PRODUCT_NAME = ['product_name', 'product', '商品名称'];
/** An amount of this name is of the order: each of its lines repeats it. */
const OF_THE_ORDER = 'order_total';

/**
 * Orders in a CSV with a header that names, in any order and case, a customer, a day (YYYY-MM-DD or YYYY/MM/DD, a time behind it is not looked at) and an
 * amount; where it names an order id, lines of one id are one order. Fields are told apart by comma, semicolon or tab, whichever the header has.
 * @param chunks text as it is read.
 * @throws {Error} naming the line when quotes are not closed or stand where they may not, and naming the column that the header lacks.
 */
export async function readOrdersCsv(chunks: AsyncIterable<string>, options: ReadingOptions): Promise<OrderFile> {
  const source = chunks[Symbol.asyncIterator]();
  const head = await headOf(source);
  const book = new OrderBook(options);
  const parser = parse({ ...PARSING, delimiter: delimiterOf(head) });
  await pipeline(unixLines(head, source), parser, async (records: AsyncIterable<Parsed>) => {
    for await (const { record, info } of records) book.take(record, firstLineOf(record, info.lines));
  });
  return book.file();
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

interface Columns {
  names: readonly string[];
  customer: number;
  date: number;
  amount: number;
  /** −1 where the file has none. */
  currency: number;
  quantity: number;
  order: number;
  product: number;
  productName: number;
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
}

class Faulty extends Error {
  constructor(
    readonly column: number,
    message: string,
  ) {
    super(message);
  }
}

/** Collects a file's lines. */
class OrderBook {
  private columns: Columns | null = null;
  private readonly faults: RowFault[] = [];
  /** By order id, or by line where the file has no such ids. */
  private readonly orders = new Map<string | number, Line[]>();
  /** Orders with a line at fault: half an order is no order. */
  private readonly broken = new Set<string>();
  private lines = 0;
  private skipped = 0;

  constructor(private readonly options: ReadingOptions) {}

  take(record: readonly string[], line: number): void {
    if (this.columns === null) {
      this.columns = columnsOf(record);
      return;
    }
    this.lines++;
    const id = this.columns.order < 0 ? line : record[this.columns.order];
    try {
      const read = lineOf(record, line, this.columns, this.options);
      const others = this.orders.get(id as string);
      if (others) others.push(read);
      else this.orders.set(id as string, [read]);
    } catch (error) {
      this.refuse(error, line, 1);
      this.breakOrders(record, this.columns);
    }
  }

  file(): OrderFile {
    const orders: OrderRow[] = [];
    for (const [id, lines] of this.orders) {
      if (typeof id === 'string' && this.broken.has(id)) this.skipped += lines.length;
      else this.close(id, lines, orders);
    }
    const faults = this.faults.sort((a, b) => a.line - b.line).slice(0, FAULTS_KEPT);
    return { orders, faults, lines: this.lines, skipped: this.skipped };
  }

  /** Where fields are missing or too many, the id stands in its place counted from the one end or from the other. */
  private breakOrders(record: readonly string[], { order, names }: Columns): void {
    if (order < 0) return;
    for (const id of [record.at(order), record.at(order - names.length)]) if (id) this.broken.add(id);
  }

  private close(id: string | number, lines: readonly Line[], orders: OrderRow[]): void {
    try {
      orders.push(orderOf(id, lines, this.columns as Columns, this.options.currency));
    } catch (error) {
      this.refuse(error, (lines[0] as Line).line, lines.length);
    }
  }

  private refuse(error: unknown, line: number, lines: number): void {
    if (!(error instanceof Faulty)) throw error;
    this.skipped += lines;
    if (this.faults.length >= 2 * FAULTS_KEPT) return;
    this.faults.push({ line, column: this.columns?.names[error.column] ?? '', message: error.message });
  }
}

function columnsOf(header: readonly string[]): Columns {
  const known = header.map((name) => name.toLowerCase());
  const columnOf = (names: readonly string[]) => known.indexOf(names.find((name) => known.includes(name)) ?? '\n');
  const required = (what: string, names: readonly string[]) => {
    const column = columnOf(names);
    if (column < 0) throw new Error(`no column for the ${what}: one of ${names.join(', ')}`);
    return column;
  };
  return {
    names: header,
    customer: required('customer', CUSTOMER),
    date: required('date', DATE),
    amount: required('amount', AMOUNT),
    currency: columnOf(CURRENCY),
    quantity: columnOf(QUANTITY),
    order: columnOf(ORDER),
    product: columnOf(PRODUCT),
    productName: columnOf(PRODUCT_NAME),
  };
}

/** @throws {Faulty} for the first field that is none. */
function lineOf(record: readonly string[], line: number, columns: Columns, options: ReadingOptions): Line {
  if (record.length !== columns.names.length)
    throw new Faulty(-1, `has ${record.length} fields where the header has ${columns.names.length}`);
  const currency = record[columns.currency]?.toUpperCase() || undefined;
  if (currency !== undefined && !isCurrency(currency))
    throw new Faulty(columns.currency, 'must be an ISO 4217 code such as USD');
  const amount = (record[columns.amount] ?? '').replace(DECIMAL_COMMA, '$1.$2');
  if (columns.order >= 0) idIn(record, columns.order);
  return {
    line,
    customer: idIn(record, columns.customer),
    day: dayIn(record, columns.date, options.today),
    amount,
    minor: minorIn(amount, currency ?? options.currency, columns),
    currency,
    quantity: quantityIn(record, columns.quantity),
    product: productIn(record, columns),
  };
}

/** `25,1` and `25,10` can mean nothing else; `1,234` can. */
const DECIMAL_COMMA = /^([+-]?\d+),(\d{1,2})$/;

function idIn(record: readonly string[], column: number): string {
  const id = record[column] ?? '';
  if (id === '') throw new Faulty(column, 'is missing');
  if (id.length > MAX_ID) throw new Faulty(column, `has more than ${MAX_ID} characters`);
  return id;
}

function dayIn(record: readonly string[], column: number, today: string): string {
  const [, year, month = '', date = ''] = DAY.exec(record[column] ?? '') ?? [];
  if (year === undefined) throw new Faulty(column, 'must be a day such as 2024-03-10');
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  const instant = Date.parse(day);
  if (Number.isNaN(instant) || new Date(instant).toISOString().slice(0, 10) !== day)
    throw new Faulty(column, 'is no day of the calendar');
  if (day < EARLIEST || day > today) throw new Faulty(column, `must be from ${EARLIEST} to today`);
  return day;
}

const DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ].*)?$/;
const EARLIEST = '1970-01-02';

function minorIn(amount: string, currency: string, columns: Columns): number {
  if (amount === '') throw new Faulty(columns.amount, 'is missing');
  try {
    return minorUnits(amount, currency, '');
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw new Faulty(error.code === 'currency' ? columns.currency : columns.amount, error.message);
  }
}

function quantityIn(record: readonly string[], column: number): number | null {
  const text = record[column] ?? '';
  if (text === '') return null;
  if (!/^\d{1,9}(\.\d+)?$/.test(text)) throw new Faulty(column, 'must be a number such as 2');
  return Number(text);
}

function productIn(record: readonly string[], columns: Columns): Product | null {
  const [id, name] = [record[columns.product], record[columns.productName]];
  if (!id && !name) return null;
  return { ...(id && { product_id: id }), ...(name && { name }) };
}

/** @throws {Faulty} where the lines of an order contradict each other, or come to less than nothing. */
function orderOf(id: string | number, lines: readonly Line[], columns: Columns, brandCurrency: string): OrderRow {
  const [first] = lines as [Line];
  const agreed = (column: number, of: (line: Line) => unknown) => {
    const other = lines.find((one) => of(one) !== of(first));
    if (other) throw new Faulty(column, `is not the same on line ${other.line}, which is of the same order`);
  };
  agreed(columns.customer, ({ customer }) => customer);
  agreed(columns.date, ({ day }) => day);
  agreed(columns.currency, ({ currency }) => currency);
  const isOfOrder = columns.names[columns.amount]?.toLowerCase() === OF_THE_ORDER;
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

function quantityOf(lines: readonly Line[]): number | null {
  const told = lines.flatMap(({ quantity }) => (quantity === null ? [] : [quantity]));
  return told.length === 0 ? null : told.reduce((sum, one) => sum + one, 0);
}

/** 2510 with two digits is 25.10. */
function decimal(minor: number, digits: number): string {
  if (digits === 0) return String(minor);
  const text = String(minor).padStart(digits + 1, '0');
  return `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
