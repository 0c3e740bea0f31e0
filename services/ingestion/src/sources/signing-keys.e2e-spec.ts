// Signing keys while the key that seals them is rotated.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServices, openServices } from '@segue/service';
import { signatureOf } from '../accept/domain/signature';
import { ingestion } from '..';

jest.setTimeout(120_000);

const ADMIN = 'an-admin-token-of-tests';
const OLD = 'the-secret-key-before-of-32-characters';
const NEW = 'the-secret-key-of-today-32-characters';

describe('signing keys', () => {
  let folder: string;
  let running: RunningServices | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-signing-'));
  });
  afterEach(() => running?.close());
  afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }));

  async function start(secrets: Record<string, string>): Promise<void> {
    const env = { PORT: '0', LOG_LEVEL: 'error', SEGUE_DATA_DIR: folder, SEGUE_ADMIN_TOKEN: ADMIN, ...secrets };
    running = await openServices([ingestion], { env });
  }
  const post = async (path: string, token: string, body: object) => {
    const answer = await fetch(`${running?.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };

  it('outlive the key that sealed them', async () => {
    await start({ SEGUE_SECRET_KEY: OLD });
    const { body: source } = await post('/api/sources', ADMIN, { name: 'Shop', kind: 'public' });
    const { body: added } = await post(`/api/sources/${source.id}/signing-keys`, ADMIN, {});
    const signed = { userId: 'u42', context: { signature: signatureOf('u42', String(added.signingKey)) } };
    const isTaken = async () => (await post('/v1/identify', String(source.writeKey), signed)).status;
    expect(await isTaken()).toBe(200);

    await running?.close();
    await start({ SEGUE_SECRET_KEY: NEW, SEGUE_SECRET_KEY_OLD: OLD });
    expect(await isTaken()).toBe(200);

    await running?.close();
    await start({ SEGUE_SECRET_KEY: NEW });
    expect(await isTaken()).toBe(200);

    await running?.close();
    await start({ SEGUE_SECRET_KEY: OLD });
    expect(await isTaken()).toBe(400);
  });
});
