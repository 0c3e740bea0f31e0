// The webhook channel against a receiver.
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Action } from '@segue/contracts';
import { TargetGuard } from './private-addresses';
import { webhookChannel } from './webhook.channel';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const SECRETS = { secret: `whsec_${Buffer.alloc(32).toString('base64')}`, query: '?token=t' };
const ACTION: Action = {
  ...{ v: 2, kind: 'message', id: 'd1', customer: 'c1', identities: ['userId:u'], step: 'start' },
  ...{ campaign: 'hello', campaignVersion: 1 },
  ...{ class: 'service', consent: null, channel: 'webhook', to: 'tills', expiresAt: null, origin: 'live', cause: null },
  ...{ content: { subject: 'Hello', body: 'Hi', data: {} }, occurredAt: 0, recordedAt: 0 },
};

describe('the webhook channel', () => {
  let server: Server;
  let asked: (string | undefined)[];
  let answer: [number, Record<string, string>];

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push(request.url);
      request.resume().on('end', () => response.writeHead(...answer).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const send = async (host: string, allowed: string[] = ['127.0.0.1', 'localhost']) => {
    const guard = new TargetGuard({ allowPrivate: false, allowed });
    const url = `http://${host}:${(server.address() as AddressInfo).port}/in`;
    const channel = webhookChannel({ url }, SECRETS, guard, () => NOW);
    const attempt = await channel.send(ACTION);
    await channel.close();
    return attempt;
  };

  it('posts to the whole URL, its sealed query included', async () => {
    answer = [204, {}];
    expect(await send('localhost')).toEqual({ kind: 'sent' });
    expect(asked).toEqual(['/in?token=t']);
  });

  it.each<[number, string, object]>([
    [429, '20', { kind: 'retry', reason: 'HTTP 429', afterMs: 20_000 }],
    [503, 'Sat, 28 Nov 2026 12:01:00 GMT', { kind: 'retry', reason: 'HTTP 503', afterMs: 60_000 }],
    [503, '999999', { kind: 'retry', afterMs: 86_400_000 }],
  ])('reads when the receiver of %d asks to come back: %s', async (status, field, attempt) => {
    answer = [status, { 'retry-after': field }];
    expect(await send('127.0.0.1')).toMatchObject(attempt);
  });

  it.each([301, 400, 500])('takes %d for no request to come back', async (status) => {
    answer = [status, { 'retry-after': '20', location: 'http://127.0.0.1/' }];
    expect(await send('127.0.0.1')).not.toHaveProperty('afterMs');
    expect(asked).toHaveLength(1);
  });

  it.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]'])('fails for good, in plain words, at %s', async (host) => {
    expect(await send(host, [])).toEqual({ kind: 'failed', reason: 'the webhook has a private address' });
    expect(asked).toEqual([]);
  });
});
