import { ingestionUnderTest } from '../../testing/running';

jest.setTimeout(60_000);

describe('a refused event', () => {
  const { arrived, send, api, until } = ingestionUnderTest();
  const entries = async () => ((await api('quarantine')).body as { items: { id: number; taken: boolean }[] }).items;

  it('is taken once it was corrected, with its own time, and then no more in the quarantine', async () => {
    const timestamp = '2026-03-01T10:00:00.000Z';
    const bought = { type: 'track', userId: 'ana', event: 'Order Completed', timestamp };
    await send('batch', { batch: [{ ...bought, properties: { order_id: '1', total: '12,5O' } }] });
    await until(async () => (await entries()).length === 1);
    const [entry] = await entries();
    expect((await api(`quarantine/${entry?.id}/replay`, 'POST', {})).body).toMatchObject({
      ...{ status: 400, errors: [{ path: 'properties.total', code: 'amount' }] },
    });
    const event = { ...bought, properties: { order_id: '1', total: '12.50' } };
    expect((await api(`quarantine/${entry?.id}/replay`, 'POST', { event })).status).toBe(204);
    await until(() => arrived.length === 1);
    expect(arrived[0]).toMatchObject({
      ...{ id: `quarantine/${entry?.id}`, source: 'server', identity: 'userId:ana' },
      ...{ occurredAt: Date.parse(timestamp), properties: { total: '12.50' } },
    });
    expect(await entries()).toEqual([]);
    expect((await api(`quarantine/${entry?.id}/replay`, 'POST', { event })).status).toBe(404);
  });

  it('that was taken all the same is not taken twice', async () => {
    await send('identify', { userId: 'bo', traits: { name: ['Bo'] } });
    await until(async () => (await entries()).length === 1);
    const [entry] = await entries();
    expect((await api(`quarantine/${entry?.id}/replay`, 'POST', {})).body).toMatchObject({ code: 'was_taken' });
  });
});
