// Ingestion for tests of the whole service: running on real parts, with a reader of its topic.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Touchpoint, decode, touchpoints } from '@segue/contracts';
import { type RunningServices, openServices } from '@segue/service';
import { ingestion } from '../src';

export const ADMIN = 'an-admin-token-of-tests';
export const KEY = 'a-server-key';

/** Starts ingestion before the tests of a `describe`; returns what they use. */
export function ingestionUnderTest() {
  let folder: string;
  let running: RunningServices;
  const arrived: Touchpoint[] = [];
  const marks: string[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'segue-ingestion-'));
    const env = {
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      SEGUE_DATA_DIR: folder,
      SEGUE_ADMIN_TOKEN: ADMIN,
      SEGUE_WRITE_KEY: KEY,
    };
    running = await openServices([ingestion], { env });
    await running.contexts[0]?.bus.subscribe({
      group: 'test',
      topic: touchpoints.name,
      maxBatch: 1000,
      handler: async ({ messages }) => {
        for (const { value, headers } of messages) {
          if (headers.kind === 'mark') marks.push(value.toString());
          else arrived.push(decode(touchpoints, value));
        }
      },
    });
  });

  afterAll(async () => {
    await running.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  beforeEach(() => void arrived.splice(0));

  const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  const send = async (
    path: string,
    body: string | Buffer | object,
    headers: Record<string, string> = { authorization: basic(KEY) },
  ) => {
    const bytes = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
    const answer = await fetch(`${running.url}/v1/${path}`, { method: 'POST', body: bytes as string, headers });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as never };
  };
  const api = async (path: string, method = 'GET', body?: object, token = ADMIN) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const answer = await fetch(`${running.url}/api/${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as never };
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    for (let tries = 0; tries < 100; tries++) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('never held');
  };

  return { arrived, marks, basic, send, api, until, running: () => running };
}
