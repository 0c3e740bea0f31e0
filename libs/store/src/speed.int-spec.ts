import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { type Speed, localSpeed, openSpeed } from '.';

jest.setTimeout(30_000);

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (await holds()) return;
    await sleep(50);
  }
  throw new Error('never held');
}

class RedisServer {
  private child: ChildProcess | undefined;
  private constructor(readonly port: number) {}

  static async start(): Promise<RedisServer> {
    const port = await new Promise<number>((found) => {
      const probe = createServer().listen(0, '127.0.0.1', () => {
        const { port } = probe.address() as { port: number };
        probe.close(() => found(port));
      });
    });
    const server = new RedisServer(port);
    server.run();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  run(): void {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    this.child = spawn('redis-server', args, { stdio: 'ignore' });
  }

  kill(): Promise<void> {
    return new Promise((gone) => {
      this.child?.once('exit', () => gone());
      this.child?.kill('SIGKILL');
    });
  }
}

describe.each(['local', 'redis'])('speed on %s', (driver) => {
  let server: RedisServer | undefined;
  let speed: Speed;

  beforeAll(async () => {
    server = driver === 'redis' ? await RedisServer.start() : undefined;
    speed = server ? openSpeed(server.url, () => undefined) : localSpeed();
    // Without Redis the counts are local, so wait until a second client sees a value.
    if (server) {
      const other = openSpeed(server.url, () => undefined);
      await until(async () => {
        await speed.set('up', 'yes', 60);
        return (await other.get('up')) === 'yes';
      });
      await other.close();
    }
  });

  afterAll(async () => {
    await speed.close();
    await server?.kill();
  });

  it('forgets a value when its time is over', async () => {
    await speed.set('k', 'v', 1);
    expect(await speed.get('k')).toBe('v');
    await sleep(1100);
    expect(await speed.get('k')).toBeNull();
  });

  it('grants an allowance, then says how long to wait, and grants again when it has refilled', async () => {
    const allowance = { perSecond: 100, burst: 10 };
    expect(await speed.spend('a', 9, allowance)).toBe(0);
    expect(await speed.spend('a', 5, allowance)).toBe(0);
    const waitMs = await speed.spend('a', 1, allowance);
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(40);
    await sleep(waitMs + 20);
    expect(await speed.spend('a', 1, allowance)).toBe(0);
    expect(await speed.spend('b', 10, allowance)).toBe(0);
  });

  it('grants a cost far beyond the burst once, and waits until the deficit is refilled', async () => {
    expect(await speed.spend('large', 1_000, { perSecond: 100, burst: 10 })).toBe(0);
    expect(await speed.spend('large', 1, { perSecond: 100, burst: 10 })).toBeGreaterThan(9_000);
  });

  it('delivers to subscribers until they leave', async () => {
    const received: string[] = [];
    const leave = await speed.subscribe('news', (message) => received.push(message));
    await sleep(100);
    await speed.publish('news', 'one');
    await until(() => received.length === 1);
    await leave();
    await speed.publish('news', 'two');
    await sleep(100);
    expect(received).toEqual(['one']);
  });
});

it('goes on by itself while Redis is away, says so once, and uses it again when it is back', async () => {
  const server = await RedisServer.start();
  const reported: string[] = [];
  const speed = openSpeed(server.url, (message) => reported.push(message));
  await until(async () => {
    await speed.set('k', 'shared', 60);
    return (await speed.get('k')) === 'shared';
  });

  await server.kill();
  await speed.set('k', 'alone', 60);
  expect(await speed.spend('n', 1, { perSecond: 1, burst: 1 })).toBe(0);
  await until(async () => (await speed.get('k')) === 'alone');
  server.run();
  await until(() => reported.at(-1) === 'Redis is back');

  expect(reported.filter((message) => message.startsWith('Redis is lost'))).toHaveLength(reported.length / 2);
  await speed.close();
  await server.kill();
});
