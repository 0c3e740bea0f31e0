// A small shop for tests of the console: all services in this process, one segment, one campaign,
// two customers with Chinese names.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { campaign } from '@segue/campaign';
import { consoleBeside, startLink } from '@segue/console';
import { delivery } from '@segue/delivery';
import { freePorts } from '@segue/infra';
import { ingestion } from '@segue/ingestion';
import { profile } from '@segue/profile';
import { scoring } from '@segue/scoring';
import { type RunningServices, openServices } from '@segue/service';

const ADMIN = 'admin-token-of-the-console-test';
const WRITE_KEY = 'write-key-of-the-console-test';
const ROOT = join(__dirname, '../..');
const DAY = 86_400_000;

export interface Shop {
  url: string;
  link(): Promise<string>;
  /** Sends a request to ingestion as the shop's server. Resolves with the status of the answer. */
  send(path: string, body: object, headers?: Record<string, string>): Promise<number>;
  /** Publishes to the log, past ingestion. */
  publish(topic: string, key: string, value: Buffer): Promise<void>;
  close(): Promise<void>;
}

/** @param furnished with data, and sales can be rung up, as in the demo; else the store is empty */
export async function openShop({ furnished = true } = {}): Promise<Shop> {
  await buildPages();
  const folder = await mkdtemp(join(tmpdir(), 'segue-console-'));
  await chmod(folder, 0o755);
  const [port] = await freePorts(1);
  const env = {
    PORT: String(port),
    SEGUE_DATA_DIR: folder,
    SEGUE_ADMIN_TOKEN: ADMIN,
    SEGUE_WRITE_KEY: WRITE_KEY,
    LOG_LEVEL: 'error',
  };
  const pages = consoleBeside({
    canLeave: () => Promise.resolve(furnished),
    state: () => null,
    leave: () => Promise.reject(new Error('nobody leaves here')),
  });
  const running = await openServices([ingestion, profile, scoring, campaign, delivery, pages], { env });
  if (furnished) await furnish(running);
  return {
    url: `http://localhost:${port}`,
    link: () => startLink(running),
    send: async (path, body, headers = {}) => {
      // Only an admin can send history; the body names the source by its key.
      const isHistory = headers['segue-origin'] !== undefined;
      const authorization =
        path.startsWith('/v1/') && !isHistory
          ? `Basic ${Buffer.from(`${WRITE_KEY}:`).toString('base64')}`
          : `Bearer ${ADMIN}`;
      const answer = await fetch(`http://localhost:${port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization, ...headers },
        body: JSON.stringify(isHistory ? { ...body, writeKey: WRITE_KEY } : body),
      });
      return answer.status;
    },
    publish: async (topic, key, value) => {
      await running.contexts[0]?.bus.publish(topic, [{ key, value }]);
    },
    close: async () => {
      await running.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    },
  };
}

export async function buildPages(): Promise<void> {
  if (existsSync(join(ROOT, 'dist/console-web/index.html'))) return;
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', 'services/console/web'], { cwd: ROOT });
}

async function furnish({ url }: RunningServices): Promise<void> {
  const send = async (method: string, path: string, body: object, token = ADMIN) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(new URL(path, url), { method, headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  };
  await send('PUT', '/api/settings/value', { a: 4000, b: 2500 });
  await send('PUT', '/api/settings/economics', {
    marginRate: 0.3,
    costPerOrder: 150,
    costPerReturn: 300,
    costPerContact: 0,
  });
  await send('PUT', '/api/limits', { cap: { messages: 3, days: 7 }, quietHours: null, globalControl: 0 });
  await send('PUT', '/api/segments/active', { name: '九十天内购买', rule: ACTIVE });
  await send('PUT', '/api/campaigns/thanks', THANKS);
  await send('POST', '/api/campaigns/thanks/state', { state: 'running' });
  await send('POST', '/v1/batch', { batch: LIVES }, WRITE_KEY);
}

const ACTIVE = {
  version: 1,
  when: { kind: 'event', name: 'Order Completed', times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } },
};

const THANKS = {
  name: '感谢',
  class: 'marketing',
  channel: 'email',
  delivery: 'outbox',
  control: 0,
  accepts: ['live'],
  trigger: { on: 'tier', scheme: 'value', to: ['MVC'] },
  content: { subject: '谢谢', body: '<p>{{ customer.name }}</p>' },
  againAfterDays: 180,
};

const at = (daysAgo: number) => new Date(Date.now() - daysAgo * DAY).toISOString();
const order = (userId: string, daysAgo: number, total: string) => ({
  type: 'track',
  event: 'Order Completed',
  userId,
  messageId: `${userId}-${daysAgo}`,
  timestamp: at(daysAgo),
  properties: { order_id: `${userId}-${daysAgo}`, total, currency: 'USD' },
});
const person = (userId: string, name: string) => ({
  type: 'identify',
  userId,
  messageId: `${userId}-identify`,
  timestamp: at(200),
  traits: { name, email: `${userId}@example.com`, phone: '+1 555-0101' },
});

/** Neither has given consent: messages of the campaign are held back. */
const LIVES = [
  person('fang', '王芳'),
  person('na', '李娜'),
  order('fang', 120, '20.00'),
  order('fang', 60, '30.00'),
  order('na', 40, '15.00'),
];
