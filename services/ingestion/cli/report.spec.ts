import { atOnce } from '@segue/contracts';
import { currenciesInSteps, type Imported, type OrderFile, orderEvents, readOrdersCsv } from '@segue/order-files';
import { type Money, fileView, reportOf } from '../src/imports/import.report';
import { aboutCurrencies, aboutEncoding, aboutFile, aboutImport } from './report';

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

const read = (text: string, currency = 'USD', more: object = {}): Promise<OrderFile> =>
  readOrdersCsv(whole(text), { currency, today: '2026-11-22', zone: 'Asia/Shanghai', ...more });

const options = { zone: 'America/New_York', currency: 'USD', prefix: 'shop:' };
const faultsOf = async (text: string) =>
  (await read(text)).faults.map(({ line, column, message }) => `${line} ${column}: ${message}`);

const MONEY: Money = { storeCurrency: 'USD', hasRates: false, assumedCurrency: 'USD' };
const viewOf = (file: OrderFile, money: Partial<Money> = {}) =>
  fileView({ file, encoding: 'utf-8', example: '' }, atOnce(currenciesInSteps(file.orders, 'USD')), {
    ...MONEY,
    ...money,
  });

describe('lines that are left out', () => {
  it('are those of no one, with their count, before a prefix is put before the id', async () => {
    const text =
      'customer_id,order_date,total,order_id\n0,2024-03-05,10.00,g1\nguest,2024-03-05,11.00,g2\n未知,2024-03-05,12.00,g3\nGUEST-CHECKOUT,2024-03-05,12.00,g4\nreal1,2024-03-05,13.00,g5\n';
    const file = await read(text);
    expect(orderEvents(file.orders, options).map(({ userId }) => userId)).toEqual(['shop:real1']);
    expect(file).toMatchObject({ noOne: 4, skipped: 0, lines: 5, faults: [] });
    expect(aboutFile('f', viewOf(file))).toEqual([
      'f: 1 order on 1 of 5 lines',
      '4 lines left out: the customer stands for no one (guest, 0, 未知, …)',
    ]);
  });

  it('take no order with them that has a customer on another line', async () => {
    const text = 'order_id,customer,date,amount\nA,ana,2024-01-01,1\nA,guest,2024-01-01,1\nB,bo,2024-01-01,1\n';
    expect((await read(text)).orders.map(({ orderId }) => orderId)).toEqual(['B']);
    expect(await faultsOf(text)).toEqual(['2 customer: stands for no one on another line of this order']);
  });

  it('are those whose state is no order, and doubtful states are reported', async () => {
    const rows = [
      '1,ana,completed',
      '2,ana,wc-cancelled',
      '3,ana,Voided',
      '4,ana,Refunded',
      '5,ana,交易关闭',
      '6,ana,',
    ];
    const text = ['order_id,customer,Order Status,date,amount', ...rows.map((row) => `${row},2024-01-01,1`)].join('\n');
    const file = await read(text);
    expect(file.orders.map(({ orderId }) => orderId)).toEqual(['1', '4', '6']);
    expect(aboutFile('f', viewOf(file))).toEqual([
      'f: 3 orders on 3 of 6 lines',
      '3 lines left out by state: 1 cancelled, 1 voided, 1 交易关闭',
      'counted as orders all the same, unless --leave-out names the state: 1 refunded',
    ]);
    const strict = await read(text, 'USD', { leaveOut: ['refunded'] });
    expect(strict.orders.map(({ orderId }) => orderId)).toEqual(['1', '6']);
  });

  it('are not those of an unknown state, which is reported with its number', async () => {
    const states = ['paid', 'weird', 'weird', 'zugestellt', ...Array.from({ length: 30 }, (_, n) => `s${n}`)];
    const rows = states.map((state, n) => `${n},ana,${state},2024-01-01,1`);
    const file = await read(['order_id,customer,status,date,amount', ...rows].join('\n'));
    expect(file.orders).toHaveLength(states.length);
    const said = aboutFile('f', viewOf(file)).join('\n');
    expect(said).toContain(
      'of states not known here (--leave-out for those that are none): 2 weird, 1 zugestellt, 1 s0',
    );
    expect(said).toMatch(/ and 12 more$/);
  });

  it('are all of an order whose state stands on one line only, but not lines with another state', async () => {
    const text = (first: string, second: string) =>
      `order_id,customer,status,date,amount\nA,ana,${first},2024-01-01,1\nA,ana,${second},2024-01-01,2\n`;
    const totals = async (first: string, second: string) =>
      (await read(text(first, second))).orders.map(({ total }) => total);
    expect(await totals('cancelled', '')).toEqual([]);
    expect(await totals('', 'cancelled')).toEqual([]);
    expect(await totals('cancelled', 'paid')).toEqual(['2']);
    expect(await totals('paid', '')).toEqual(['3.00']);
  });
});

describe('amounts in other currencies', () => {
  it('is reported before anything is sent, where it is not that of the store', async () => {
    const file = await read('customer,date,amount,currency\na,2024-01-01,5,BDT\na,2024-01-02,5,BDT\na,2024-01-03,5,\n');
    expect(aboutCurrencies(viewOf(file))).toEqual([
      '1 order without a currency: taken to be in USD',
      "the store's currency is USD; in others: 2 BDT; these orders are not valued until rates are given: SEGUE_RATES_FILE",
    ]);
    expect(aboutCurrencies(viewOf(file, { hasRates: true }))[1]).toContain('valued by the rates');
    expect(aboutCurrencies(viewOf({ ...file, orders: file.orders.slice(0, 2) }, { storeCurrency: 'BDT' }))).toEqual([]);
  });
});

it('refunds that do not name their order are counted apart', async () => {
  const names = 'Date,Time,Time Zone,Net Sales,Transaction ID,Event Type,Customer ID';
  const rows = ['2024-01-01,10:00,Arizona,$5.00,T1,Payment,a', '2024-01-02,10:00,Arizona,-$2.00,T2,Refund,a'];
  const file = await read([names, ...rows].join('\n'));
  expect(viewOf(file)).toMatchObject({ orders: 1, returns: 1, currencies: { USD: 1 }, unnamed: 1 });
  expect(aboutFile('f', viewOf(file))).toEqual([
    'f: read as an export of Square',
    'f: 1 order on 2 of 2 lines',
    '1 refund without the name of an order: recorded, and reducing the money of none',
  ]);
});

it('the shop system is named, if its export is known', async () => {
  const file = await read(
    'id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID\n1,2024-01-01,5,0,usd,Paid,a\n',
  );
  expect(aboutFile('f', viewOf(file))).toEqual(['f: read as an export of Stripe', 'f: 1 order on 1 of 1 line']);
});

describe('what became of an import', () => {
  const imported: Imported = { taken: 1, alreadyIn: 2, differs: 2, ofAnother: 1, refused: 0, refunds: 0, faults: [] };
  const linesAt = async (unread: number) => {
    const file = await read('customer,date,amount\na,2024-01-01,5\n');
    const report = reportOf(viewOf(file), file.faults, unread, imported);
    return aboutImport(report.result!, report);
  };

  it('is counted, and nothing is claimed that is not known', async () => {
    expect(await linesAt(0)).toEqual([
      'taken: 1 order; already in: 2',
      'different from what is in: 2; of another customer: 1; refused: 0',
    ]);
    expect((await linesAt(7))[2]).toContain('not yet read when this began: 7 events');
    expect((await linesAt(NaN))[2]).toContain('could not say');
  });
});

it('an encoding is told where it had to be recognised', () => {
  const file = {
    ...viewOf({
      orders: [],
      faults: [],
      lines: 0,
      skipped: 0,
      noOne: 0,
      leftOut: new Map(),
      doubtful: new Map(),
      unknown: new Map(),
      kind: 'userId',
    }),
  };
  expect(aboutEncoding('f', file)).toBeNull();
  expect(aboutEncoding('f', { ...file, encoding: 'gb18030', example: '张三' })).toContain('read as gb18030: "张三"');
});
