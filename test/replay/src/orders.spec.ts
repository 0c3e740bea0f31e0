import { orderEvents, readCdnow, readOrdersCsv } from './orders';

const options = { zone: 'America/New_York', currency: 'USD', prefix: 'shop:' };

describe('orders of a CSV', () => {
  it('are read whatever the columns are called, with their own currency where the file says one', () => {
    const rows = readOrdersCsv('Customer_ID,Order_Date,Total,Currency\n7,2024/03/10,25.10,EUR\n7,2024-03-10,5.00,\n');
    const events = orderEvents(rows, options);
    expect(events.map(({ properties }) => [properties.total, properties.currency])).toEqual([
      ['25.10', 'EUR'],
      ['5.00', 'USD'],
    ]);
    // The start of the day in the brand's zone.
    expect(events[0]).toMatchObject({ userId: 'shop:7', timestamp: '2024-03-10T05:00:00.000Z' });
  });

  it('are the same orders when the file is read twice, and as many as there are equal rows', () => {
    const text = 'customer,date,amount\na,2024-01-01,1\na,2024-01-01,1\n';
    const ids = orderEvents(readOrdersCsv(text), options).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(2);
    expect(orderEvents(readOrdersCsv(text), options).map(({ messageId }) => messageId)).toEqual(ids);
  });

  it('name the column that is missing, or the line that is no order', () => {
    expect(() => readOrdersCsv('customer,date\na,2024-01-01\n')).toThrow('no column for the amount');
    expect(() => readOrdersCsv('customer,date,amount\na,2024-01-01,1\nb,yesterday,1\n')).toThrow('line 3 is no order');
    expect(() => readCdnow('00001 1 19970101 1 11.77\nx\n')).toThrow('line 2 is no purchase');
  });
});
