// Finds the columns of an order file by their names, which are compared in lower case, with blanks
// and hyphens as underscores. Pure.
import type { IdentityKind } from '@segue/contracts';

export interface Columns {
  /** The names, as the file spells them. */
  names: readonly string[];
  customer: number;
  /** Columns that may name the customer, in the order of preference. */
  customers: readonly CustomerColumn[];
  date: number;
  amount: number;
  /** Index of the column; −1 if there is none. */
  currency: number;
  quantity: number;
  order: number;
  product: number;
  productName: number;
  state: number;
  /** Price of one product. */
  price: number;
  /** Amount of the order that was paid back. */
  refunded: number;
  /** Columns with one product each. */
  items: readonly number[];
  /** Whether the amount is that of the whole order, which its lines repeat or leave empty. */
  isOfOrder: boolean;
  /** Whether an order with a negative total is a refund; else it is refused. */
  hasReturns: boolean;
  kind: CustomerKind;
  /** The shop system that wrote the file, if its header is known. */
  system?: string;
  /** Currency of a system that has one only. */
  currencyCode?: string;
}

export interface CustomerColumn {
  column: number;
  kind: CustomerKind;
}

/** Kinds of identities that the customer column can hold. */
export const CUSTOMER_KINDS = ['userId', 'email', 'phone', 'memberCard'] as const satisfies readonly IdentityKind[];
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

const CUSTOMERS: Readonly<Record<CustomerKind, readonly string[]>> = {
  userId: ['customer_id', 'customer', 'user_id', 'userid', 'member_id', '会员号', '客户编号'],
  memberCard: ['member_card', 'membercard', 'member_card_no', 'card_no', 'loyalty_card', '会员卡号', '会员卡'],
  email: ['email', 'e_mail', 'customer_email', 'email_address', '邮箱', '电子邮箱'],
  phone: ['phone', 'customer_phone', 'mobile', 'phone_number', '手机号', '手机', '手机号码', '会员手机号'],
};
const DATE = ['order_date', 'date', 'day', 'ordered_at', '日期', '下单日期'];
const AMOUNT = ['revenue', 'total', 'amount', 'order_total', '金额', '实付金额'];
const CURRENCY = ['currency', 'order_currency', 'currency_code', '币种', '货币', '币别', '货币代码'];
const QUANTITY = ['quantity', 'qty', 'items', '数量'];
const ORDER = ['order_id', 'order_number', 'order_no', 'invoice_no', '订单号', '订单编号'];
const PRODUCT = ['product_id', 'sku', '商品编号'];
const PRODUCT_NAME = ['product_name', 'product', '商品名称'];
const STATE = [
  'status',
  'state',
  'order_status',
  'order_state',
  'financial_status',
  'payment_status',
  '订单状态',
  '状态',
];
/** Name of a column with the amount of the whole order, which each of its lines repeats. */
const OF_THE_ORDER = 'order_total';
const NONE = -1;
const LIKE_A_CURRENCY = /currency|币|货幣|devise|währung|moneda|valuta/i;

/** Returns a name of a column in lower case, with blanks and hyphens as underscores. */
export const plainName = (name: string): string =>
  name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/**
 * Returns the columns by the header.
 * @param given kind of identity in the customer column; absent, it follows from the column's name.
 * @throws {Error} that names every missing column and the header; or that names columns that look
 * like currencies while none has the name of a currency column; or one that is there twice.
 */
export function columnsOf(header: readonly string[], given?: CustomerKind): Columns {
  const known = header.map(plainName);
  const columnOf = (names: readonly string[]) => known.indexOf(names.find((name) => known.includes(name)) ?? '\n');
  const kinds = given === undefined ? CUSTOMER_KINDS : [given];
  const kind = kinds.find((one) => columnOf(CUSTOMERS[one]) >= 0);
  const names = given === undefined ? Object.values(CUSTOMERS).flat() : [...CUSTOMERS[given], ...CUSTOMERS.userId];
  const required = [
    { what: 'customer', names },
    { what: 'date', names: DATE },
    { what: 'amount', names: AMOUNT },
  ];
  const missing = required.filter((one) => columnOf(one.names) < 0);
  if (missing.length > 0) {
    const lacks = missing.map((one) => `no column for the ${one.what}: one of ${one.names.join(', ')}`);
    throw new Error([...lacks, `the header is: ${header.join(' | ')}`].join('\n'));
  }
  const amount = columnOf(AMOUNT);
  const customer = kind === undefined ? columnOf(names) : columnOf(CUSTOMERS[kind]);
  assertNamedOnce(header, [customer, amount, ...[DATE, CURRENCY, QUANTITY, ORDER, STATE].map(columnOf)]);
  return {
    names: header,
    customer,
    customers: [{ column: customer, kind: given ?? kind ?? 'userId' }],
    date: columnOf(DATE),
    amount,
    currency: currencyColumn(header, columnOf(CURRENCY)),
    quantity: columnOf(QUANTITY),
    order: columnOf(ORDER),
    product: columnOf(PRODUCT),
    productName: columnOf(PRODUCT_NAME),
    state: columnOf(STATE),
    price: NONE,
    refunded: NONE,
    items: [],
    hasReturns: false,
    isOfOrder: known[amount] === OF_THE_ORDER,
    kind: given ?? kind ?? 'userId',
  };
}

/** Refuses a header that has the name of one of these columns twice: either could be meant. */
function assertNamedOnce(header: readonly string[], columns: readonly number[]): void {
  const known = header.map(plainName);
  const twice = header.filter((_, place) => {
    const first = known.indexOf(known[place] as string);
    return first < place && columns.includes(first);
  });
  if (twice.length > 0) throw new Error(`${twice.join(', ')}: names two columns; give one of them another name`);
}

/**
 * Returns the index of the currency column. Refuses a file in which another column seems to hold
 * currencies, since its amounts would be read in the store's currency.
 */
function currencyColumn(header: readonly string[], known: number): number {
  const like = header.filter((name) => LIKE_A_CURRENCY.test(name));
  if (known >= 0 || like.length === 0) return known;
  throw seemsCurrency(like);
}

/** Returns the error about a file in which these columns seem to hold currencies. */
export const seemsCurrency = (names: readonly string[]): Error =>
  new Error(`${names.join(', ')}: seems to be the currency; name the column that is "currency", the others otherwise`);
