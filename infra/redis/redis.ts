// A Redis for whoever has none: REDIS_URL if given, else `redis-server` (Debian's package has it), else the image redis (Docker).
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { keep } from '../kept-process';
import { type Running, type Source, choose, given } from '../parts';
import { dataDir } from '../place';
import { freePorts } from '../ports';
import { answers, hasDocker } from '../programs';

export interface RedisAccess {
  url: string;
}

export interface RedisOptions {
  /** `redis/local` in the data folder if not given. */
  home?: string;
  /** How long the server goes on when no process uses it any more. */
  lingerMs?: number;
}

const IMAGE = 'redis:7';
const START_TIMEOUT_MS = 15_000;

/**
 * One server, shared by all processes that name the same home; null where nothing can bring one up. It keeps nothing: Redis is speed, never truth.
 */
export function redisSource(options: RedisOptions = {}): Source<RedisAccess> | null {
  const url = process.env.REDIS_URL;
  return choose<RedisAccess>([
    given(url ? { url } : null),
    { isThere: () => answers('redis-server', '--version'), start: () => fromProgram(options) },
    { isThere: hasDocker, start: fromDocker },
  ]);
}

async function fromProgram(options: RedisOptions): Promise<Running<RedisAccess>> {
  const { home = join(dataDir(), 'redis', 'local'), lingerMs = 0 } = options;
  const server = await keep<RedisAccess>({ home, lingerMs, startTimeoutMs: START_TIMEOUT_MS, prepare, probe });
  return { access: server.access, close: () => server.leave() };
}

async function prepare(): Promise<{ command: string; args: string[]; access: RedisAccess }> {
  const [port] = await freePorts(1);
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  return { command: 'redis-server', args, access: { url: `redis://127.0.0.1:${port}` } };
}

async function probe({ url }: RedisAccess): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: 2_000, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
  } finally {
    client.disconnect();
  }
}

async function fromDocker(): Promise<Running<RedisAccess>> {
  const { GenericContainer } = await import('testcontainers');
  const container = await new GenericContainer(IMAGE).withExposedPorts(6379).start();
  return {
    access: { url: `redis://${container.getHost()}:${container.getMappedPort(6379)}` },
    close: async () => void (await container.stop()),
  };
}
