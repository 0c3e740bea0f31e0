import { importOrders } from './import';
import { orderEvents, readCdnow } from './orders';
import { FAULTS_KEPT, readOrdersCsv } from './orders-csv';

const options = { zone: 'America/New_York', currency: 'USD', prefix: 'shop:' };

async function* inPieces(text: string, size = 7): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += size) yield text.slice(from, from + size);
}

const read = (text: string, currency = 'USD') => readOrdersCsv(inPieces(text), { currency, today: '2026-11-22' });
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
    ['b,2024-02-30,1,', 'date: is no day of the calendar'],
    ['b,2206-02-03,1,', 'date: must be from 1970-01-02 to today'],
    ['b,2024-02-03,"1,234",', 'amount: must be a number such as 25.10'],
    ['b,2024-02-03,$5,', 'amount: must be a number such as 25.10'],
    ['b,2024-02-03,,', 'amount: is missing'],
    ['b,2024-02-03,-5,', 'amount: must not be negative: what was given back is no order'],
    ['b,2024-02-03,5,€', 'currency: must be an ISO 4217 code such as USD'],
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

  it('holds back the whole of an order, whose id then takes it in when it is mended', async () => {
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
    await expect(read(file('"a,2024-01-01,1,', 'b,2024-01-01,1,'))).rejects.toThrow('line 3');
    await expect(read(file('a,2024-01-01,1,', 'b"c",2024-01-01,1,'))).rejects.toThrow('line 3');
    expect(() => readCdnow('00001 1 19970101 1 11.77\n\nx\n')).toThrow('line 3 is no purchase');
    expect(await read('')).toMatchObject({ orders: [], lines: 0 });
  });

  it('is kept in part where all of it is wrong', async () => {
    const { faults, skipped } = await read(file(...Array.from({ length: 500 }, () => 'a,no day,1,')));
    expect([faults.length, faults.at(-1)?.line, skipped]).toEqual([FAULTS_KEPT, FAULTS_KEPT + 1, 500]);
  });
});

describe('an import', () => {
  it('goes on past what the server refuses, and says which line it was', async () => {
    const offered: string[] = [];
    const client = {
      offer: async (events: readonly object[]) => {
        const ids = (events as { messageId: string; userId: string }[]).map(({ messageId }) => messageId);
        offered.push(...ids);
        return (events as { userId: string }[]).flatMap(({ userId }, index) =>
          userId === 'shop:guest' ? [{ index, path: `batch.${index}.userId`, message: 'stands for no one' }] : [],
        );
      },
    };
    const people = Array.from({ length: 1200 }, (_, i) => (i === 700 ? 'guest' : `p${i}`));
    const text = ['customer,date,amount', ...people.map((who, i) => `${who},2024-01-${10 + (i % 2)},1`)].join('\n');
    const faults = await importOrders(client, (await read(text)).orders, options);
    expect(faults).toEqual([{ line: 702, column: 'userId', message: 'stands for no one' }]);
    expect(new Set(offered).size).toBe(1200);
  });
});
