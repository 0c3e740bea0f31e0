// Idempotency keys on a real Postgres, with two instances of ingestion that share nothing else.
import type { OpenDb } from '@segue/store';
import { describeWith, freshSchema } from '@segue/testing';
import { IdempotencyStore } from './idempotency.store';
import { IDEMPOTENCY_KEY_MS } from '../accept/limits';
import { KeepIdempotencyKeys1764500000000 } from '../migrations/keep-idempotency-keys';

const SCHEMA = 'ingestion_idempotency';

describeWith('postgres', 'idempotency keys', (part) => {
  let open: OpenDb;
  let now = Date.UTC(2026, 2, 1);
  const instance = () => new IdempotencyStore(open, { now: () => now }, () => undefined);

  beforeAll(async () => {
    open = await freshSchema(part().url, SCHEMA, [KeepIdempotencyKeys1764500000000]);
  });

  afterAll(() => open.close());

  it('draw once for a request, whichever instances get it, at once or later', async () => {
    const at = (store: IdempotencyStore) => store.drawnFor('till', 'k1', 'content');
    const drawn = await Promise.all(Array.from({ length: 20 }, () => at(instance())));
    expect(new Set([...drawn, await at(instance())]).size).toBe(1);
  });

  it('belong to their source, and to one content', async () => {
    const store = instance();
    const drawn = await store.drawnFor('till', 'k2', 'content');
    expect(await store.drawnFor('shop', 'k2', 'content')).not.toBe(drawn);
    expect(await store.drawnFor('till', 'k3', 'content')).not.toBe(drawn);
    await expect(store.drawnFor('till', 'k2', 'other')).rejects.toMatchObject({
      status: 422,
      code: 'idempotency_key_reused',
    });
  });

  it('are forgotten after their time, and only then', async () => {
    const store = instance();
    const drawn = await store.drawnFor('till', 'k4', 'content');
    now += IDEMPOTENCY_KEY_MS;
    await store.prune();
    expect(await store.drawnFor('till', 'k4', 'content')).toBe(drawn);
    now += 1;
    await store.prune();
    expect(await store.drawnFor('till', 'k4', 'other')).not.toBe(drawn);
  });
});
