// Sources that are webhooks of other systems.
import { ingestionUnderTest } from '../../testing/running';

jest.setTimeout(60_000);

describe('webhooks', () => {
  const { api } = ingestionUnderTest();
  const made = async (webhook: string) =>
    (await api('sources', 'POST', { name: webhook, kind: 'server', webhook })).body as { id: string };
  const disable = (id: string) => api(`sources/${id}`, 'PATCH', { disabled: true });
  const secretFor = (id: string, secret: string) => api(`sources/${id}/signing-keys`, 'POST', { secret });

  it('of a second shop of one system are not taken, since its ids may be those of the first', async () => {
    const first = await made('shopify');
    const second = () => api('sources', 'POST', { name: 'x', kind: 'server', webhook: 'shopify' });
    expect((await second()).body).toMatchObject({ status: 409, code: 'shop_connected', detail: /same ids/ });
    await disable(first.id);
    expect((await second()).status).toBe(201);
    expect((await api(`sources/${first.id}`, 'PATCH', { disabled: false })).body).toMatchObject({ status: 409 });
    expect((await api(`sources/${first.id}`, 'PATCH', { name: 'y' })).status).toBe(200);
  });

  it('belong to server sources, and only CloudEvents have a write key', async () => {
    expect((await api('sources', 'POST', { name: 'x', kind: 'public', webhook: 'stripe' })).status).toBe(400);
    expect((await api('sources', 'POST', { name: 'x', kind: 'server', webhook: 'ebay' })).status).toBe(400);
    const { id } = await made('stripe');
    expect((await api(`sources/${id}/keys`, 'POST')).body).toMatchObject({ code: 'signed_webhook' });
    expect((await secretFor('server', 'a-secret-of-mine')).status).toBe(400);
  });
});
