import { ingestionUnderTest } from '../../testing/running';

jest.setTimeout(60_000);

describe('the last events of a source', () => {
  const { send, api, until } = ingestionUnderTest();
  type Event = { outcome: string; name: string; person: string; customer: string | null; path: string; code: string };
  const events = async () => ((await api('sources/server/events')).body as { items: Event[] }).items;

  it('say what became of each, without addresses, at most 100 of them', async () => {
    const ana = { context: { externalIds: [{ type: 'email', id: 'ana@example.com' }] } };
    await send('track', { ...ana, event: 'Store Visited' });
    await send('track', { ...ana, event: 'Order Completed', properties: { total: 'much' } });
    const phone = { context: { externalIds: [{ type: 'phone', id: '+436601234567' }] } };
    await send('identify', { ...phone, traits: { name: ['Bo'] } });
    await until(async () => (await events()).length === 4);
    const found = await events();
    expect(found.map(({ outcome, name }) => `${outcome} ${name}`)).toEqual([
      ...['remark identify', 'taken identify', 'refused Order Completed', 'taken Store Visited'],
    ]);
    expect(found[2]).toMatchObject({ person: 'email:a***@example.com', code: 'amount', path: 'properties.total' });
    expect(found[1]?.person).toBe('phone:+4366****4567');
    expect(found[3]?.customer).toMatch(/^c[0-9a-f]{20}$/);
    expect(JSON.stringify(found)).not.toContain('ana@example.com');

    await send('batch', { batch: Array.from({ length: 250 }, () => ({ ...ana, type: 'page' })) });
    await until(async () => (await events()).every(({ name }) => name === 'page'));
    expect(await events()).toHaveLength(100);
    const { items } = (await api('sources/activity')).body as { items: object[] };
    expect(items[0]).toMatchObject({ source: 'server', taken: 252, refused: 1, lastAt: expect.any(String) });
    expect((await api('sources/nobody/events')).status).toBe(404);
  });
});
