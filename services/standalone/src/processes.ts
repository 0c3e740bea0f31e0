// Runs every service as its own process on Kafka, Postgres and Redis, which are started if none are
// configured. Starts one again that ends by itself, and ends all of them when it ends.
import { type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { freePorts, kafkaSource, redisSource } from '@segue/infra';
import { ENDING, ServiceConfig, consoleUrlOf, keptSecret, makeDataDir, readConfig } from '@segue/service';
import { startEmbeddedPostgres } from '@segue/store';
import { PROCESSES, type Process, LINGER_MS, launch, stop, ready } from './children';

/** Pauses before a service is started again double, until it has run for a minute. */
const PAUSE_MS = { first: 1_000, longest: 30_000 } as const;
const STEADY_MS = 60_000;

async function main(): Promise<void> {
  // Checks the configuration before anything is started, since every service would refuse a faulty
  // one.
  const config = readConfig(ServiceConfig);
  const dataDir = resolve(process.env.SEGUE_DATA_DIR ?? './.segue');
  await makeDataDir(dataDir);
  const parts = await bringUp(dataDir);
  const ports = await portsFor();
  const env = { ...process.env, ...parts.env, ...(await secrets(dataDir)), ...urls(ports), SEGUE_DATA_DIR: dataDir };
  const children = new Map<Process, ChildProcess>();
  let [ending, isUp] = [false, false];
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    await Promise.all([...children.values()].map(stop));
    await parts.close();
    process.exit(code);
  };
  for (const signal of ENDING) process.on(signal, () => void end(0));
  const begin = (service: Process, pauseMs: number): void => {
    say(`starting ${service} on port ${ports[service]}`);
    const startedAt = performance.now();
    const child = launch(service, { ...env, ...ownEnv(service, config), PORT: String(ports[service]) });
    children.set(service, child);
    child.on('exit', (code, signal) => {
      if (ending) return;
      // What ends before all are up has a fault that another start would not mend.
      if (!isUp) {
        say(`${service} ended (${signal ?? code}); ending the others`);
        return void end(1);
      }
      const wait = performance.now() - startedAt > STEADY_MS ? PAUSE_MS.first : pauseMs;
      say(`${service} ended (${signal ?? code}); it is started again in ${wait / 1000} s`);
      setTimeout(() => {
        if (!ending) begin(service, Math.min(2 * wait, PAUSE_MS.longest));
      }, wait);
    });
  };
  for (const service of PROCESSES) begin(service, PAUSE_MS.first);
  await Promise.all(PROCESSES.map((service) => ready(ports[service])));
  isUp = true;
  say(`ready: http://localhost:${ports.console}`);
}

interface BroughtUp {
  env: Record<string, string>;
  close(): Promise<void>;
}

async function bringUp(dataDir: string): Promise<BroughtUp> {
  const closers: (() => Promise<void>)[] = [];
  const env: Record<string, string> = {};
  const kafka = kafkaSource({ home: join(dataDir, 'kafka'), lingerMs: LINGER_MS });
  if (!kafka)
    throw new Error('a Kafka is needed: set KAFKA_BROKERS, or install Java and Maven, or let Docker run its image');
  say('bringing up Kafka');
  const broker = await kafka.start();
  closers.push(() => broker.close());
  env.KAFKA_BROKERS = broker.access.brokers.join(',');
  const redis = redisSource({ home: join(dataDir, 'redis'), lingerMs: LINGER_MS });
  if (redis) {
    const running = await redis.start();
    closers.push(() => running.close());
    env.REDIS_URL = running.access.url;
  } else {
    say('no Redis here: each process keeps its own counts');
  }
  if (!process.env.DATABASE_URL) {
    say('bringing up Postgres');
    const postgres = await startEmbeddedPostgres(dataDir);
    closers.push(() => postgres.close());
    env.DATABASE_URL = postgres.url;
  }
  return {
    env,
    async close() {
      for (const close of closers.reverse()) await close().catch(() => undefined);
    },
  };
}

async function secrets(dataDir: string): Promise<Record<string, string>> {
  const admin = await keptSecret(dataDir, 'admin-token', process.env.SEGUE_ADMIN_TOKEN);
  const write = await keptSecret(dataDir, 'write-key', process.env.SEGUE_WRITE_KEY);
  return { SEGUE_ADMIN_TOKEN: admin.value, SEGUE_WRITE_KEY: write.value };
}

/**
 * Resolves with the ports: PORT for the console, which people open; for others free ones, or those
 * configured as PROFILE_PORT etc.
 */
async function portsFor(): Promise<Record<Process, number>> {
  const free = await freePorts(PROCESSES.length);
  const ports = PROCESSES.map((service, place) => {
    const given = service === 'console' ? (process.env.PORT ?? '3000') : process.env[`${service.toUpperCase()}_PORT`];
    return [service, Number(given ?? free[place])] as const;
  });
  return Object.fromEntries(ports) as Record<Process, number>;
}

const urls = (ports: Record<Process, number>) =>
  Object.fromEntries(
    PROCESSES.map((service) => [`${service.toUpperCase()}_URL`, `http://127.0.0.1:${ports[service]}`]),
  );

/**
 * Returns the variables of one service. Senders reach ingestion through the console unless
 * configured otherwise; all services but the console listen on the loopback address only.
 */
const ownEnv = (service: Process, config: ServiceConfig): Record<string, string> => ({
  ...(service !== 'console' && { HOST: '127.0.0.1', SEGUE_TRUSTED_PROXIES: '127.0.0.1' }),
  ...(service === 'ingestion' && { INGESTION_URL: config.INGESTION_URL ?? consoleUrlOf(config) }),
});

const say = (line: string) => process.stdout.write(`${line}\n`);

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
});
