// Limits that several processes share through a real Redis, and their fallback without it.
import { type Speed, localSpeed, openSpeed } from '@segue/store';
import { describeWith } from '@segue/testing';
import type { FastifyInstance } from 'fastify';
import { httpAdapter } from './http';
import { limitRates, limitedTo } from './limits';

const LIMIT = { max: 3, perSeconds: 3600 };
const byKey = ({ headers }: { headers: Record<string, unknown> }) => String(headers['x-key']);

describeWith('redis', 'a limit', (redis) => {
  const opened: { speed: Speed; server: FastifyInstance }[] = [];

  const open = async (speed: Speed): Promise<FastifyInstance> => {
    const server = httpAdapter().getInstance() as unknown as FastifyInstance;
    await limitRates(server, speed);
    server.get('/some', { config: limitedTo({ ...LIMIT, keyOf: byKey }) }, async () => 'some');
    server.get('/other', { config: limitedTo({ ...LIMIT, keyOf: byKey }) }, async () => 'other');
    server.get('/free', async () => 'free');
    opened.push({ speed, server });
    return server;
  };
  const quiet = () => undefined;
  const key = () => `k${Math.random()}`;
  const statuses = async (servers: FastifyInstance[], url: string, name: string) => {
    const found: number[] = [];
    for (const server of servers) found.push((await server.inject({ url, headers: { 'x-key': name } })).statusCode);
    return found;
  };

  afterEach(async () => {
    for (const { server, speed } of opened.splice(0)) {
      await server.close();
      await speed.close();
    }
  });

  it('counts what all processes of one Redis take', async () => {
    const [one, two] = [openSpeed(redis().url, quiet), openSpeed(redis().url, quiet)];
    await bothConnected(one, two);
    const [a, b] = await Promise.all([open(one), open(two)]);
    expect(await statuses([a, b, a, b, a], '/some', key())).toEqual([200, 200, 200, 429, 429]);
  });

  it('counts each route and each key separately, and nothing on a route without a limit', async () => {
    const one = await open(localSpeed());
    const [lin, mia] = [key(), key()];
    const often = Array<FastifyInstance>(5).fill(one);
    expect(await statuses(often, '/some', lin)).toEqual([200, 200, 200, 429, 429]);
    expect(await statuses(often, '/other', lin)).toEqual([200, 200, 200, 429, 429]);
    expect(await statuses([one], '/some', mia)).toEqual([200]);
    expect(await statuses(often, '/free', lin)).toEqual([200, 200, 200, 200, 200]);
  });

  it('holds without Redis, in each process by itself', async () => {
    const one = await open(openSpeed('redis://127.0.0.1:1', quiet));
    expect(await statuses(Array<FastifyInstance>(4).fill(one), '/some', key())).toEqual([200, 200, 200, 429]);
  });
});

/** Resolves when both share their counts; before that each keeps its own. */
async function bothConnected(one: Speed, two: Speed): Promise<void> {
  const mark = `mark${Math.random()}`;
  for (const until = Date.now() + 10_000; (await two.get(mark)) === null;) {
    if (Date.now() > until) throw new Error('Redis does not answer');
    await one.set(mark, '1', 10);
    await new Promise((again) => setTimeout(again, 20));
  }
}
