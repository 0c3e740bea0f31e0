import type { KeptOrder } from '@segue/contracts';
import { importOrders } from './import';
import { inDayOrder } from './day-order';
import { readOrdersCsv } from './orders-csv';

const options = { zone: 'America/New_York', currency: 'USD', prefix: 'shop:' };

async function* whole(text: string): AsyncGenerator<string> {
  yield text;
}

const read = (text: string) =>
  readOrdersCsv(whole(text), { currency: 'USD', today: '2026-11-22', zone: 'Asia/Shanghai' });

describe('an import', () => {
  const keptOrders = async () => [] as KeptOrder[];

  it('goes on past what the server refuses, and says which line it was', async () => {
    const offered: string[] = [];
    const offer = async (events: readonly object[]) => {
      const some = events as { messageId: string; userId: string }[];
      offered.push(...some.map(({ messageId }) => messageId));
      return some.flatMap(({ userId }, index) =>
        userId === 'shop:p700' ? [{ index, path: `batch.${index}.userId`, message: 'is too long' }] : [],
      );
    };
    const people = Array.from({ length: 1200 }, (_, i) => `p${i}`);
    const text = ['customer,date,amount', ...people.map((who, i) => `${who},2024-01-${10 + (i % 2)},1`)].join('\n');
    const result = await importOrders({ offer, keptOrders }, inDayOrder((await read(text)).orders), options);
    expect(result).toMatchObject({ taken: 1199, refused: 1, alreadyIn: 0 });
    expect(result.faults).toEqual([{ line: 702, column: 'userId', message: 'is too long' }]);
    expect(new Set(offered).size).toBe(1200);
  });

  it('does not send what is in, and reports what differs or is of another', async () => {
    const kept = {
      identity: 'userId:shop:a',
      customer: 'c',
      isOwn: true,
      currency: 'USD',
      placed: '2024-01-01T05:00:00.000Z',
    };
    const client = {
      keptOrders: async () => [
        { ...kept, id: 'shop:1', total: 500 },
        { ...kept, id: 'shop:2', total: 600 },
        { ...kept, id: 'shop:3', total: 500, isOwn: false, identity: 'userId:shop:b' },
        { ...kept, id: 'shop:4', total: 500, placed: '2024-01-01T04:00:00.000Z' },
        { ...kept, id: 'shop:5', total: 500, isOwn: false },
        { ...kept, id: 'shop:5', total: 500 },
      ],
      offer: async (events: readonly object[]) => {
        expect(events).toMatchObject([{ messageId: 'order/shop:6' }]);
        return [];
      },
    };
    const rows = [1, 2, 3, 4, 5, 6].map((id) => `${id},a,2024-01-01,5`);
    const { orders } = await read(['order_id,customer,date,amount', ...rows].join('\n'));
    const result = await importOrders(client, inDayOrder(orders), options);
    expect(result).toMatchObject({ taken: 1, alreadyIn: 2, differs: 2, ofAnother: 1, refused: 0 });
    expect(result.faults.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '3 this order is in with 6.00 USD on 2024-01-01, which stays as it is; here it has 5 on 2024-01-01',
      expect.stringContaining('4 this order id belongs to userId:shop:b already'),
      expect.stringContaining('5 this order is in with 5.00 USD on 2023-12-31'),
    ]);
  });

  const refunds = (...rows: string[]) =>
    ['id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID', ...rows].join('\n');

  it('offers refunds of new orders and of those that are in, but not of those that differ', async () => {
    const own = { identity: 'userId:shop:a', customer: 'c', isOwn: true, currency: 'USD' };
    const kept = { ...own, placed: '2024-01-01T05:00:00.000Z' };
    const offered: string[] = [];
    const store = {
      keptOrders: async () => [
        { ...kept, id: 'shop:1', total: 500 },
        { ...kept, id: 'shop:2', total: 600 },
      ],
      offer: async (events: readonly { messageId: string }[]) => {
        offered.push(...events.map(({ messageId }) => messageId));
        return [];
      },
    };
    const rows = [1, 2, 3].map((id) => `${id},2024-01-01,5,2,usd,Refunded,a`);
    const { orders } = await read(refunds(...rows));
    const result = await importOrders(store, orders, options);
    expect(offered).toEqual(['refund/shop:1', 'order/shop:3', 'refund/shop:3']);
    expect(result).toMatchObject({ taken: 1, alreadyIn: 1, differs: 1, refused: 0, refunds: 2 });
  });

  it('offers what is paid back beyond the refunds that are in, whoever reported those', async () => {
    const own = { identity: 'userId:shop:a', customer: 'c', isOwn: true, currency: 'USD', total: 500 };
    const kept = { ...own, placed: '2024-01-01T05:00:00.000Z' };
    const offered: unknown[] = [];
    const store = {
      keptOrders: async () => [
        { ...kept, id: 'shop:1', refunded: 200 },
        { ...kept, id: 'shop:2', refunded: 150 },
        { ...kept, id: 'shop:3', refunded: 300 },
      ],
      offer: async (events: readonly { messageId: string; properties: Record<string, unknown> }[]) => {
        offered.push(
          ...events.map(({ messageId, properties }) => [messageId, properties.refund_id, properties.amount]),
        );
        return [];
      },
    };
    const { orders } = await read(refunds(...[1, 2, 3].map((id) => `${id},2024-01-01,5,2,usd,Refunded,a`)));
    await importOrders(store, orders, options);
    expect(offered).toEqual([['refund/shop:2/200', 'shop:2/200', '0.50']]);
  });

  it('offers 500 events at most, and names the lines of refused refunds', async () => {
    const sizes: number[] = [];
    const offer = async (events: readonly { messageId: string }[]) => {
      sizes.push(events.length);
      const index = events.findIndex(({ messageId }) => messageId === 'refund/shop:400');
      return index < 0 ? [] : [{ index, path: `batch.${index}.properties.amount`, message: 'is too much' }];
    };
    const rows = Array.from({ length: 500 }, (_, id) => `${id},2024-01-01,5,2,usd,Refunded,a`);
    const { orders } = await read(refunds(...rows));
    const result = await importOrders({ offer, keptOrders }, orders, options);
    expect(sizes).toEqual([500, 500]);
    expect(result).toMatchObject({ taken: 500, refused: 0, refunds: 499 });
    expect(result.faults).toEqual([{ line: 402, column: 'properties.amount', message: 'is too much' }]);
  });
});
