// A visitor who signs in becomes part of a customer with another id. Data stored under the old id
// are found by either id.
import { customerIdOf } from '@segue/contracts';
import { describeWith } from '@segue/testing';
import { answerTo, runCampaign } from './src/campaigns';
import { ACTIVE, eventually } from './src/stage';
import { pause } from './src/pause';
import { System } from './src/system';

const PATIENCE_MS = 120_000;
const VISITOR = customerIdOf('anonymousId:device-1');
const CUSTOMER = customerIdOf('userId:ana');

describeWith('postgres', 'the story of a customer who was a visitor', () => {
  let system: System;

  beforeAll(async () => {
    system = await System.standalone();
    const send = (events: object[]) => system.clientOf('ingestion').send(events);
    await system.clientOf('scoring').put('/api/segments/active', ACTIVE);
    await runCampaign(system, 'thanks', answerTo('Order Completed'));
    await pause(1_000);
    await system.quiet();
    const order = { type: 'track', event: 'Order Completed', anonymousId: 'device-1' };
    await send([{ ...order, properties: { order_id: 'o1', total: '20.00' } }]);
    await system.quiet();
    await send([{ type: 'identify', userId: 'ana', anonymousId: 'device-1' }]);
    await system.quiet();
  }, PATIENCE_MS);
  afterAll(() => system?.close(), PATIENCE_MS);

  const read = <T>(path: string) => system.clientOf('scoring').get(path) as Promise<T>;
  const references = [VISITOR, CUSTOMER, 'userId:ana', 'anonymousId:device-1'];

  it.each(references)('stands under one id, asked by %s', async (reference) => {
    expect(await read(`/api/standings/${reference}`)).toMatchObject({ customer: CUSTOMER });
    expect(await read(`/api/customers/${reference}`)).toMatchObject({ customer: CUSTOMER });
    expect(await read(`/api/standings?customers=${reference}`)).toMatchObject(
      reference.includes(':') ? [] : [{ customer: CUSTOMER }],
    );
  });

  it.each(references)('has its transitions, decisions and messages from before, asked by %s', async (reference) => {
    await eventually(async () => {
      const { items } = await read<{ items: { customer: string; kind: string; subject: string }[] }>(
        `/api/transitions?customer=${reference}`,
      );
      expect(items.map(({ customer, kind, subject }) => `${customer} ${kind} ${subject}`)).toEqual(
        expect.arrayContaining([`${VISITOR} entered active`, `${VISITOR} tier value`]),
      );
      for (const list of ['decisions', 'deliveries', 'outbox'])
        expect(await read(`/api/${list}?customer=${reference}`)).toMatchObject({ items: [{ campaign: 'thanks' }] });
    });
  });
});
