// Order files as events of the Segment spec. Rows have no ids, so an order's id is its content and how many equal rows came before it (the CDNOW sample
// has 21 of them): the same file sent twice is the same orders. Pure.
import { startOfDay } from '@segue/valuation';
import { parse } from 'csv-parse/sync';

export interface OrderRow {
  customer: string;
  /** YYYY-MM-DD */
  day: string;
  /** As written: the amount is never made a double on the way. */
  total: string;
  quantity: number | null;
  /** Where the file says it; else the brand's. */
  currency?: string;
}

export interface TrackEvent {
  type: 'track';
  event: string;
  userId: string;
  messageId: string;
  timestamp: string;
  properties: Record<string, unknown>;
  context?: Record<string, unknown>;
}

/** The CDNOW sample: master id, sample id, YYYYMMDD, number of CDs, dollars. @throws {Error} naming the line. */
export function readCdnow(text: string): OrderRow[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, index) => {
      const [, sample, date, quantity, dollars] = line.trim().split(/\s+/);
      if (!sample || !date || !dollars || !/^\d{8}$/.test(date)) throw new Error(`line ${index + 1} is no purchase`);
      const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      return { customer: sample, day, total: dollars, quantity: Number(quantity) };
    });
}

const CUSTOMER = ['customer_id', 'customer', 'user_id', 'userid', 'member_id', '会员号', '客户编号'];
const DATE = ['order_date', 'date', 'day', 'ordered_at', '日期', '下单日期'];
const AMOUNT = ['revenue', 'total', 'amount', 'order_total', '金额', '实付金额'];
const CURRENCY = ['currency', '币种'];
const QUANTITY = ['quantity', 'qty', 'items', '数量'];

/** A CSV with a header that names a customer, a date (YYYY-MM-DD or YYYY/MM/DD) and an amount. @throws {Error} naming the column or the line. */
export function readOrdersCsv(text: string): OrderRow[] {
  const rows = parse(text, {
    columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
    bom: true,
    skip_empty_lines: true,
    trim: true,
  }) as Record<string, string>[];
  const [first] = rows;
  if (!first) return [];
  const columnOf = (names: readonly string[]) => names.find((name) => name in first);
  const required = (what: string, names: readonly string[]) => {
    const column = columnOf(names);
    if (!column) throw new Error(`no column for the ${what}: one of ${names.join(', ')}`);
    return column;
  };
  const columns = {
    customer: required('customer', CUSTOMER),
    date: required('date', DATE),
    amount: required('amount', AMOUNT),
  };
  const [quantity, currency] = [columnOf(QUANTITY), columnOf(CURRENCY)];
  return rows.map((row, index) => {
    const day = (row[columns.date] ?? '').replaceAll('/', '-').slice(0, 10);
    const [customer, total] = [row[columns.customer], row[columns.amount]];
    // The header is line 1.
    if (!customer || !total || !/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Error(`line ${index + 2} is no order`);
    const order = { customer, day, total, quantity: quantity ? Number(row[quantity]) : null };
    return currency && row[currency] ? { ...order, currency: row[currency] } : order;
  });
}

export interface EventOptions {
  /** IANA zone of the brand: a day begins there. */
  zone: string;
  currency: string;
  /** Told apart from other files' customers and orders. */
  prefix: string;
}

/** In time order. Dates are days: an order counts at the start of its day. */
export function orderEvents(rows: readonly OrderRow[], { zone, currency, prefix }: EventOptions): TrackEvent[] {
  const seen = new Map<string, number>();
  const events = rows.map(({ customer, day, total, quantity, currency: own }): TrackEvent => {
    const content = `${prefix}${customer}/${day}/${total}/${quantity ?? ''}`;
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    const id = `${content}/${occurrence}`;
    return {
      type: 'track',
      event: 'Order Completed',
      userId: `${prefix}${customer}`,
      messageId: id,
      timestamp: new Date(startOfDay(day, zone)).toISOString(),
      properties: { order_id: id, total, currency: own ?? currency, ...(quantity !== null && { quantity }) },
    };
  });
  return inTimeOrder(events);
}

export function inTimeOrder<E extends { timestamp: string }>(events: readonly E[]): E[] {
  return [...events].sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0));
}
