import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataDir, isAlive, locked, projectRoot, redisSource, run } from '@segue/infra';
import { Redis } from 'ioredis';
import { describeWith } from './parts';

/** Starts a process that uses the server of `home`; resolves with its URL. */
async function user(home: string): Promise<{ url: string; kill: () => Promise<void> }> {
  const infra = join(projectRoot(), 'dist', 'infra', 'index.js');
  const script = `require(${JSON.stringify(infra)}).redisSource({ home: ${JSON.stringify(home)} }).start()
    .then(({ access }) => { console.log(access.url); setInterval(() => undefined, 1000); })`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const kill = async (): Promise<void> => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return { url: said.toString().trim(), kill };
}

describeWith('redis', 'a server that processes share', () => {
  const compile = async (): Promise<string> =>
    run(process.execPath, [join(projectRoot(), 'scripts', 'build.mjs')], 120_000);
  const given = process.env.REDIS_URL;
  let home: string;
  beforeAll(async () => {
    // Tests the server of this machine, even if REDIS_URL names another.
    delete process.env.REDIS_URL;
    await locked(join(dataDir(), 'test', 'build.lock'), 120_000, compile);
    home = await mkdtemp(join(tmpdir(), 'kept-'));
  }, 150_000);
  afterAll(async () => {
    if (given) process.env.REDIS_URL = given;
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });

  it('is joined by the second, outlives the first, and ends with the last, however they end', async () => {
    const [first, second] = await Promise.all([user(home), user(home)]);
    expect(second.url).toBe(first.url);
    const pid = Number(await readFile(join(home, 'server.pid'), 'utf8'));

    await first.kill();
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const client = new Redis(second.url);
    expect(await client.ping()).toBe('PONG');
    client.disconnect();

    await second.kill();
    expect(await ends(pid)).toBe(true);
  }, 60_000);

  it.each(['server', 'keeper'])(
    'is started anew when the %s was killed',
    async (killed) => {
      const source = redisSource({ home });
      const first = await source?.start();
      const victim = Number(await readFile(join(home, `${killed}.pid`), 'utf8'));
      process.kill(victim, 'SIGKILL');
      expect(await ends(victim)).toBe(true);

      const second = await source?.start();

      const client = new Redis(second?.access.url ?? '');
      expect(await client.ping()).toBe('PONG');
      client.disconnect();
      const pid = Number(await readFile(join(home, 'server.pid'), 'utf8'));
      await first?.close();
      expect(await ends(pid)).toBe(true);
    },
    60_000,
  );
});

async function ends(pid: number): Promise<boolean> {
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 100));
  return !isAlive(pid);
}
