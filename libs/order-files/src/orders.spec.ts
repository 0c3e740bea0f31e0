import { eachOrderEvent, orderEvents } from './orders';
import { readCdnow } from './cdnow';
import { FAULTS_KEPT } from './lines/order-book';
import type { ReadingOptions } from './lines/order-file';
import { readOrdersCsv } from './orders-csv';

const options = { zone: 'America/New_York', currency: 'USD', prefix: 'shop:' };

async function* inPieces(text: string, size = 7): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

const read = (text: string, currency = 'USD', more: Partial<ReadingOptions> = {}) =>
  readOrdersCsv(inPieces(text), { currency, today: '2026-11-22', zone: 'Asia/Shanghai', ...more });
const faultsOf = async (text: string, currency?: string) =>
  (await read(text, currency)).faults.map(({ line, column, message }) => `${line} ${column}: ${message}`);
const eventsOf = async (text: string) => orderEvents((await read(text)).orders, options);

describe('orders of a CSV', () => {
  it('are read whatever the columns are called, with their own currency where the file says one', async () => {
    const events = await eventsOf('Customer_ID,Order_Date,Total,Currency\n7,2024/03/10,25.10,EUR\n7,2024-3-10,5.00,\n');
    expect(events.map(({ properties }) => [properties.total, properties.currency])).toEqual([
      ['25.10', 'EUR'],
      ['5.00', 'USD'],
    ]);
    // The start of the day in the brand's zone.
    expect(events[0]).toMatchObject({ userId: 'shop:7', timestamp: '2024-03-10T05:00:00.000Z' });
  });

  it('are the same orders when the file is read twice, and as many as there are equal rows', async () => {
    const text = 'customer,date,amount\na,2024-01-01,1\na,2024-01-01,1\n';
    const ids = (await eventsOf(text)).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(2);
    expect((await eventsOf(text)).map(({ messageId }) => messageId)).toEqual(ids);
  });

  it('are the same whichever program wrote their letters, down to what they are called and their states', async () => {
    const text = [
      ...['order_id,customer,date,amount,currency,status,sku', 'Mü-1,Zoë,2024-01-01,5,EUR,completed,ß-ö'],
      ...['Mü-1,Zoë,2024-01-01,2,EUR,completed,é', 'Mü-2,Zoë,2024-01-01,2,EUR,gelöscht,é'],
    ].join('\n');
    const of = async (form: 'NFC' | 'NFD') => {
      const options = { currency: 'EUR', leaveOut: ['gelöscht'.normalize(form === 'NFC' ? 'NFD' : 'NFC')] };
      const { orders } = await read(text.normalize(form), options.currency, options);
      return orderEvents(orders, { zone: 'Europe/Berlin', currency: 'EUR', prefix: 'Köln-'.normalize(form) });
    };
    expect(await of('NFD')).toEqual(await of('NFC'));
    expect(await of('NFC')).toMatchObject([{ userId: 'Köln-Zoë', messageId: 'order/Köln-Mü-1' }]);

    // Lines of one order, each in another form.
    const [header = '', first = '', second = ''] = text.split('\n');
    const mixed = [header, first.normalize('NFC'), second.normalize('NFD')].join('\n');
    expect((await read(mixed)).orders).toMatchObject([{ orderId: 'Mü-1', total: '7.00' }]);
  });

  it('are read however the file is written', async () => {
    const plain = await eventsOf('customer,date,amount,qty\nAna,2024-01-01,25.10,2\nBo,2024-01-02,5,\n');
    for (const text of [
      '\ufeffqty;amount;date;customer\r\n2;25,10;2024-01-01;Ana\r\n\r\n;5;2024-01-02;Bo\r\n',
      'amount\tcustomer\tnote\tdate\tqty\n25.10\tAna\t"a\tb"\t2024-01-01\t2\n5\tBo\t\t2024-01-02\t\n',
      '\n"date" , "customer" , "amount" , "qty"\n"2024-01-01T10:00:00Z" , "Ana" , "25.10" , "2"\n,,,\n2024-01-02,Bo,5,',
    ]) {
      const events = await eventsOf(text);
      expect(events.map(({ timestamp, userId }) => [timestamp, userId])).toEqual(
        plain.map(({ timestamp, userId }) => [timestamp, userId]),
      );
      expect(events.map(({ properties: { total, quantity } }) => [total, quantity])).toEqual([
        ['25.10', 2],
        ['5', undefined],
      ]);
    }
  });

  it('of one order id are one order, with the sum of its lines and what was bought', async () => {
    const text = [
      'order_id,customer,date,amount,qty,sku,product_name',
      'A1,ana,2024-01-01,0.10,1,s1,"Cup, blue"',
      'B2,bo,2024-01-01,7,1,s1,',
      'A1,ana,2024-01-01,0.20,2,s2,',
      'A1,ana,2024-01-01,-0.05,,,Discount',
    ].join('\n');
    const events = await eventsOf(text);
    expect(events.map(({ messageId, properties }) => [messageId, properties.order_id, properties.total])).toEqual([
      ['order/shop:A1', 'shop:A1', '0.25'],
      ['order/shop:B2', 'shop:B2', '7'],
    ]);
    expect(events[0]?.properties).toMatchObject({
      quantity: 3,
      products: [
        { product_id: 's1', name: 'Cup, blue', quantity: 1, total: '0.10' },
        { product_id: 's2', quantity: 2, total: '0.20' },
        { name: 'Discount', total: '-0.05' },
      ],
    });
  });

  it('that repeat the total of their order are not added up', async () => {
    const text = 'order_id,customer,date,order_total\nA1,ana,2024-01-01,9.50\nA1,ana,2024-01-01,9.50\n';
    expect((await eventsOf(text)).map(({ properties }) => properties.total)).toEqual(['9.50']);
    expect(await faultsOf(text.replace('9.50\n', '9\n'))).toEqual([
      '2 order_total: is not the same on line 3, which is of the same order',
    ]);
  });

  it('add up in the digits of their currency', async () => {
    const text = 'order_id,customer,date,amount\nA1,ana,2024-01-01,100\nA1,ana,2024-01-01,20\n';
    const totals = async (currency: string) => (await read(text, currency)).orders.map(({ total }) => total);
    expect([await totals('JPY'), await totals('KWD')]).toEqual([['120'], ['120.000']]);
  });
});

describe('what is wrong with a file', () => {
  const file = (...rows: string[]) => ['customer,date,amount,currency', ...rows].join('\n');

  it.each([
    ['b,yesterday,1,', 'date: must be a day such as 2024-03-10'],
    ['b,2024-02-30,1,', 'date: is not a valid date'],
    ['b,2206-02-03,1,', 'date: must be from 1970-01-02 to today'],
    ['b,2024-02-03,"1,234",', 'amount: can mean a thousand or a fraction: must be a number such as 25.10'],
    ['b,2024-02-03,five,', 'amount: must be a number such as 25.10'],
    ['b,2024-02-03,,', 'amount: is missing'],
    ['b,2024-02-03,-5,', 'amount: must not be negative: a return is not an order'],
    ['b,2024-02-03,5,EUROPE', 'currency: must be an ISO 4217 code such as USD'],
    [',2024-02-03,5,', 'customer: is missing'],
    ['b,2024-02-03,5', ': has 3 fields where the header has 4'],
  ])('is said of %p by line and column, and its neighbours are read', async (row, fault) => {
    const { orders, lines, skipped } = await read(file('a,2024-01-01,1,', '', row, '"c\r\nd",2024-01-01,1,', row));
    expect(orders.map(({ customer }) => customer)).toEqual(['a', 'c\nd']);
    expect([lines, skipped]).toEqual([4, 2]);
    expect(await faultsOf(file('a,2024-01-01,1,', '', row, '"c\r\nd",2024-01-01,1,', row))).toEqual([
      `4 ${fault}`,
      `7 ${fault}`,
    ]);
  });

  it('holds back the whole of an order, and takes it in under the same id once corrected', async () => {
    const text = (amount: string) =>
      `order_id,customer,date,amount\nA1,ana,2024-01-01,1\nA1,ana,2024-01-01,${amount}\nB2,bo,2024-01-01,1\n`;
    const { orders, skipped, faults } = await read(text('x'));
    expect([orders.map(({ orderId }) => orderId), skipped, faults[0]?.line]).toEqual([['B2'], 2, 3]);
    expect((await eventsOf(text('2'))).map(({ messageId }) => messageId)).toEqual(['order/shop:A1', 'order/shop:B2']);
  });

  it('holds back an order also where a stray comma has moved its id', async () => {
    const line = (note: string, id: string) => `${note},${id},ana,2024-01-01,1\n`;
    const text = `note,order_id,customer,date,amount\n${line('-', 'A1')}${line('red, blue', 'A1')}${line('-', 'B2')}`;
    expect((await read(text)).orders.map(({ orderId }) => orderId)).toEqual(['B2']);
  });

  it('is that the lines of an order contradict each other', async () => {
    const text = 'order_id,customer,date,amount\nA1,ana,2024-01-01,1\nA1,bo,2024-01-01,2\n,bo,2024-01-01,2\n';
    expect(await faultsOf(text)).toEqual([
      '2 customer: is not the same on line 3, which is of the same order',
      '4 order_id: is missing',
    ]);
  });

  it('is said of the whole where nothing of it can be read', async () => {
    await expect(read('customer,date\na,2024-01-01\n')).rejects.toThrow('no column for the amount');
    await expect(read(file('"a,2024-01-01,1,', 'b,2024-01-01,1,'))).rejects.toThrow('line 2');
    await expect(read(file('a,2024-01-01,1,', 'b"c",2024-01-01,1,'))).rejects.toThrow('line 3');
    expect(() => readCdnow('00001 1 19970101 1 11.77\n\nx\n')).toThrow('line 3 is not a purchase');
    expect(await read('')).toMatchObject({ orders: [], lines: 0 });
  });

  it('is kept in part where all of it is wrong', async () => {
    const { faults, skipped } = await read(file(...Array.from({ length: 500 }, () => 'a,no day,1,')));
    expect([faults.length, faults.at(-1)?.line, skipped]).toEqual([FAULTS_KEPT, FAULTS_KEPT + 1, 500]);
  });
});

describe('orders of a till', () => {
  it('with an item brought back are one order with the rest', async () => {
    const text =
      'order_id,customer,date,amount,qty,sku\nA,ana,2024-01-01,20.00,1,s1\nA,ana,2024-01-01,-5.00,-1,s2\nB,bo,2024-01-01,"12,50","1,5",s3\nC,cy,2024-01-01,-5,-1,s4\n';
    const { orders, faults } = await read(text);
    expect(orders.map(({ total, quantity }) => [total, quantity])).toEqual([
      ['15.00', 0],
      ['12.50', 1.5],
    ]);
    expect(orders[0]?.products).toEqual([
      { product_id: 's1', quantity: 1, total: '20.00' },
      { product_id: 's2', quantity: -1, total: '-5.00' },
    ]);
    expect(faults.map(({ line, message }) => [line, message])).toEqual([
      [5, 'must not be negative: a return is not an order'],
    ]);
  });

  it('have the total and currency of their first line, where further lines leave them empty', async () => {
    const text = 'order_id,customer,date,order_total,currency\nA,ana,2024-01-01,1700.00,BDT\nA,ana,2024-01-01,,\n';
    expect((await read(text)).orders).toMatchObject([{ total: '1700.00', currency: 'BDT' }]);
  });

  it('have what further lines of theirs leave empty, whatever the columns are called', async () => {
    const text =
      'order_id,email,date,total,sku\nA,a@x.test,2024-01-01,50.00,s1\nA,,,,s2\nA,,2024-01-01,,s3\nB,b@x.test,2024-01-02,7,s4\n';
    const { orders, faults } = await read(text);
    expect(faults).toEqual([]);
    expect(orders).toMatchObject([
      { customer: 'a@x.test', day: '2024-01-01', total: '50.00', quantity: null },
      { customer: 'b@x.test', total: '7' },
    ]);
    expect(orders[0]?.products).toEqual([{ product_id: 's1' }, { product_id: 's2' }, { product_id: 's3' }]);
  });

  it('are not added up where some lines have an amount and others do not', async () => {
    const text = 'order_id,customer,date,total\nA,ana,2024-01-01,5\nA,ana,2024-01-01,\nA,ana,2024-01-01,6\n';
    expect(await faultsOf(text)).toEqual(['2 total: is missing on line 3 of this order']);
  });
});

it.each([
  ['', 5],
  ['\n\n', 5],
  ['\n,,\n', 5],
])('names the first line that may have a quote which is never closed; “%s” before it', async (gap, line) => {
  const before = ['customer,date,amount', 'a,2024-01-01,5', '"b\nc",2024-01-01,5'].join('\n');
  const rows = ['d,2024-01-01,"5', 'e,2024-01-01,5', 'f,2024-01-01,5'].join('\n');
  await expect(read(`${before}\n${gap}${rows}`)).rejects.toThrow(`from line ${line} on: there is a quote (") that`);
});

it.each([
  ['customer,date,amount,Amount', 'Amount'],
  ['customer,customer,date,amount', 'customer'],
  ['customer,date,amount,order id,Order-ID', 'Order-ID'],
])('a header with a name twice is refused: %s', async (header, twice) => {
  await expect(read(`${header}\na,2024-01-01,5,6,7\n`)).rejects.toThrow(`${twice}: names two columns`);
});

it('a name twice does no harm where the columns of orders are clear', async () => {
  const header = 'Order ID,Date,Total,Customer,Status,City,State,Zip,Shipping City,State';
  const { orders, faults } = await read(`${header}\nA,2024-01-01,5.00,ana,paid,Ulm,BW,1,Bonn,NW\n`);
  expect([faults, orders]).toMatchObject([[], [{ customer: 'ana', total: '5.00' }]]);
});

describe('the currency', () => {
  it.each(['order_currency', 'Currency Code', '币种'])('is read from a column called %s', async (name) => {
    const text = `customer,date,amount,${name}\na,2024-01-01,5,EUR\n`;
    expect((await read(text)).orders).toMatchObject([{ currency: 'EUR' }]);
  });

  it("is never the store's while an unknown column seems to say it", async () => {
    await expect(read('customer,date,amount,Presentment Currency\na,2024-01-01,5,EUR\n')).rejects.toThrow(
      'Presentment Currency: seems to be the currency',
    );
  });

  it('is found by the codes in a column, whatever that is called', async () => {
    const rows = (...codes: string[]) =>
      ['customer,date,amount,Ccy,note', ...codes.map((code) => `a,2024-01-01,5,${code},x`)].join('\n');
    await expect(read(rows('BDT', '', 'EUR'))).rejects.toThrow('Ccy: seems to be the currency');
    for (const codes of [
      ['BDT', 'big'],
      ['', ''],
      ['all', 'top'],
      ['USA', 'DEU'],
    ]) {
      expect((await read(rows(...codes))).orders).toHaveLength(2);
    }
    const known = 'customer,date,amount,Currency,Converted Currency\na,2024-01-01,5,BDT,USD\n';
    expect((await read(known)).orders).toMatchObject([{ currency: 'BDT' }]);
  });
});

describe('the customer', () => {
  it.each([
    ['email', 'D@Example.com', 'd@example.com', { context: { externalIds: [{ type: 'email', id: 'd@example.com' }] } }],
    [
      '手机号',
      '138 1234 5678',
      '+8613812345678',
      { context: { externalIds: [{ type: 'phone', id: '+8613812345678' }] } },
    ],
    ['member_card', '007', '007', { context: { externalIds: [{ type: 'memberCard', id: 'shop:007' }] } }],
    ['customer_id', 'D', 'D', { userId: 'shop:D' }],
  ])('of a column %s is such an identity', async (name, field, customer, named) => {
    const { orders, kind } = await read(`${name},date,amount\n${field},2024-01-01,5\n`, 'USD', { country: 'CN' });
    expect(orders).toMatchObject([{ customer }]);
    const [event] = eachOrderEvent(orders, { ...options, kind });
    expect({ userId: event?.userId, context: event?.context }).toEqual({
      userId: undefined,
      context: undefined,
      ...named,
    });
  });

  it('is of the given kind, whatever the column is called', async () => {
    const { orders, kind } = await read('customer,date,amount\nD@x.test,2024-01-01,5\nAnn,2024-01-01,5\n', 'USD', {
      kind: 'email',
    });
    expect([kind, orders.map(({ customer }) => customer)]).toEqual(['email', ['d@x.test']]);
  });
});

describe('text that no store can hold', () => {
  it.each(['customer', 'order_id', 'sku', 'product_name'])(
    'is a fault of its line in the column %s',
    async (column) => {
      const names = ['customer', 'date', 'amount', 'order_id', 'sku', 'product_name'];
      const fields = { customer: 'a', date: '2024-01-01', amount: '5', order_id: 'o1', sku: 's', product_name: 'n' };
      const row = (given: object) => names.map((name) => ({ ...fields, ...given })[name as 'sku']).join(',');
      const text = [names.join(','), row({ [column]: 'x\u0000y' }), row({ order_id: 'o2' })].join('\n');
      const file = await read(text);
      expect(file.faults).toMatchObject([{ line: 2, column }]);
      expect(file.orders.map(({ orderId }) => orderId)).toEqual(['o2']);
    },
  );

  it('of a header that never ends is given up in the time of one look at it', async () => {
    await expect(read(`{"orders": [${'{"customer": "a"}, '.repeat(7_000)}]}`)).rejects.toThrow('line 1, field 1');
  });
});

describe('a header or quotes that cannot be read', () => {
  it('are reported in plain words, all missing columns at once', async () => {
    const error = await read('household,when,what\n1,2,3\n').catch((one: Error) => one.message);
    for (const words of [
      'for the customer',
      'for the date',
      'for the amount',
      'the header is: household | when | what',
    ])
      expect(error).toContain(words);
    await expect(read('customer,date,amount\na,2024-01-01,1\nb"c",2024-01-01,1\n')).rejects.toThrow(
      'line 3, field 1: has a quote (") within a field',
    );
  });
});
