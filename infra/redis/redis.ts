// Chooses a Redis: REDIS_URL if set, else `redis-server` (from Debian's package), else the image
// redis (Docker).
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { canRunImage, containerName, containerProcess } from '../docker';
import { type ServerProcess, keep } from '../kept-process';
import { type Running, type Source, choose, given } from '../parts';
import { dataDir } from '../place';
import { freePorts } from '../ports';
import { answers } from '../programs';

export interface RedisAccess {
  url: string;
}

export interface RedisOptions {
  /** Home folder; `redis/local` in the data folder if not given. */
  home?: string;
  /** Milliseconds for which the server goes on when no process uses it any more. */
  lingerMs?: number;
}

const IMAGE = 'redis:7';
const KEEPS_NOTHING = ['--save', '', '--appendonly', 'no'];
const START_TIMEOUT_MS = 30_000;

/**
 * Returns the source of one server, shared by all processes with the same home; null if this
 * machine cannot run one. It stores nothing on disk.
 */
export function redisSource(options: RedisOptions = {}): Source<RedisAccess> | null {
  const url = process.env.REDIS_URL;
  return choose<RedisAccess>([
    given(url ? { url } : null),
    { isThere: () => answers('redis-server', '--version'), start: () => start(options, asProgram) },
    { isThere: () => canRunImage(IMAGE), start: () => start(options, asContainer) },
  ]);
}

type HowToRun = (port: number, home: string) => Promise<ServerProcess>;

async function start(options: RedisOptions, howToRun: HowToRun): Promise<Running<RedisAccess>> {
  const { home = join(dataDir(), 'redis', 'local'), lingerMs = 0 } = options;
  const prepare = async (): Promise<ServerProcess & { access: RedisAccess }> => {
    const [port = 0] = await freePorts(1);
    return { ...(await howToRun(port, home)), access: { url: `redis://127.0.0.1:${port}` } };
  };
  const server = await keep<RedisAccess>({ home, lingerMs, startTimeoutMs: START_TIMEOUT_MS, prepare, probe });
  return { access: server.access, close: () => server.leave() };
}

const asProgram: HowToRun = async (port) => ({
  command: 'redis-server',
  args: ['--port', String(port), '--bind', '127.0.0.1', ...KEEPS_NOTHING],
});

const asContainer: HowToRun = (port, home) =>
  containerProcess({
    image: IMAGE,
    name: containerName('redis', home),
    env: {},
    command: ['redis-server', ...KEEPS_NOTHING],
    port: { container: 6379, host: port },
  });

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
