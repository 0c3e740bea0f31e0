// Runs services: one in its own process, or all of them in one (standalone). The order matters:
// what is needed is there before it is used, and at the end what takes in work stops before what
// the work needs.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Bus, InHand, type Log, openBus, topicSpecs } from '@segue/bus';
import { TOPICS } from '@segue/contracts';
import { zoneRules } from '@segue/valuation';
import { type OpenDb, type Store, migrate, openDataSource, openDb, openStore } from '@segue/store';
import type { FastifyInstance } from 'fastify';
import type { DataSource } from 'typeorm';
import { AuthGuard } from '../security/auth.guard';
import { wallClock } from '../time/clock';
import { ConfigError, type ServiceConfig, kafkaSecurityOf, readConfig } from './config';
import { connectConsumers } from './consumers';
import type { ServiceContext } from './context';
import type { ServiceDefinition } from './definition';
import { Health } from './health';
import { dressApp, httpAdapter, observe } from '../http/http';
import { Jobs } from '../jobs/jobs';
import { measureLag } from './lag';
import { StageLatency } from './latency';
import { WrongTokens, limitRates } from '../http/limits';
import { createLog, faultOf, nestLogger } from './log';
import { Metrics } from './metrics';
import { openApiOf } from '../http/openapi';
import {
  DocumentController,
  HOSTED,
  type Hosted,
  JobsController,
  ProbeController,
  StatusController,
} from './operations.controller';
import type { Sealing } from '../security/sealing';
import { type Kept, announce, keptSecret, sealingOf } from '../security/secrets';
import { CreateServiceTables1700000000000 } from './service-tables';
import { ServiceTime } from '../time/service-time';
import { type Tracing, startTracing } from './tracing';

// Definitions of services with different configurations stand in one list.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type AnyService = ServiceDefinition<any>;

export interface RunningServices {
  app: NestFastifyApplication;
  /** Where this process answers, for callers on the same machine. */
  url: string;
  contexts: readonly ServiceContext[];
  log: Log;
  adminToken: Kept;
  /** The messages that the batch handlers work on. */
  inHand: InHand;
  /** Drains: no new request or batch, the ones under way are finished, then connections close. */
  close(): Promise<void>;
}

export interface OpenOptions {
  env?: NodeJS.ProcessEnv;
  /** Called when a subscription has stalled; the process should end. */
  onStall?: (reason: string) => void;
}

const DRAIN_MS = 28_000;
const MEANT_TWICE_MS = 1_000;

/** The whole life of a service's process: starts, waits for SIGTERM, drains, exits. */
export async function startServices(services: readonly AnyService[]): Promise<RunningServices> {
  let log: Log | undefined;
  const starting = openServices(services, { onStall: (reason) => die(log, 'stalled', { reason }) });
  // Also while starting: what is open by then (an embedded Postgres, say) is closed in order.
  drainOnSignals(starting);
  // What was started by a launcher that holds a channel to it ends with the launcher.
  process.once('disconnect', () => void starting.then(drain));
  try {
    const running = await starting;
    log = running.log;
    // Every end of the process from within passes here; a kill from outside does not.
    process.on('exit', () => running.inHand.recordEnd());
    process.on('unhandledRejection', (error) => die(log, 'a rejection was not handled', { fault: faultOf(error) }));
    process.on('uncaughtException', (error) => die(log, 'an exception was not caught', { fault: faultOf(error) }));
    if (running.adminToken.made) announce('Admin token', running.adminToken);
    return running;
  } catch (error) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : startFault(error)}\n`);
    process.exit(1);
  }
}

/**
 * Starts the services in this process without touching its signals: for tests and for composition.
 */
export async function openServices(
  services: readonly AnyService[],
  options: OpenOptions = {},
): Promise<RunningServices> {
  const env = options.env ?? process.env;
  const configs = readConfigs(services, env);
  const config = configs[0] as ServiceConfig;
  const title = services.length === 1 ? (services[0] as AnyService).name : 'segue';
  const log = createLog(config.LOG_LEVEL, title);
  const adminToken = await keptSecret(config.SEGUE_DATA_DIR, 'admin-token', config.SEGUE_ADMIN_TOKEN);
  const sealing = await sealingOf(config);
  const opened = await openParts(config, title, log);
  try {
    const contexts: ServiceContext[] = [];
    // One after the other: on a small machine they would only fight over the processor.
    for (const [place, service] of services.entries()) {
      contexts.push(
        await openContext(service, configs[place] as ServiceConfig, adminToken.value, sealing, opened, log),
      );
    }
    const inHand = new InHand(join(config.SEGUE_DATA_DIR, `ends-${title}.json`));
    const app = await openApp(services, contexts, opened, title, log, inHand, options.onStall ?? (() => undefined));
    await listen(app, config);
    log('info', 'ready', { services: services.map(({ name }) => name), embedded: opened.store.embedded });
    const { port } = app.getHttpServer().address() as { port: number };
    return {
      app,
      url: `http://127.0.0.1:${port}`,
      contexts,
      log,
      adminToken,
      inHand,
      close: () => {
        inHand.close();
        return closeAll(app, contexts, opened);
      },
    };
  } catch (error) {
    await closeParts(opened).catch(() => undefined);
    throw error;
  }
}

async function listen(app: NestFastifyApplication, { PORT, HOST }: ServiceConfig): Promise<void> {
  try {
    await app.listen(PORT, HOST);
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    throw isTaken ? new ConfigError([`PORT: ${PORT} is taken by another program; set another one`]) : error;
  }
}

interface Parts {
  store: Store;
  bus: Bus;
  metrics: Metrics;
  tracing: Tracing;
  dbs: OpenDb[];
  management: DataSource[];
}

function readConfigs(services: readonly AnyService[], env: NodeJS.ProcessEnv): ServiceConfig[] {
  const faults = new Set<string>();
  const configs = services.flatMap((service) => {
    try {
      return [readConfig<ServiceConfig>(service.config, env)];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const fault of error.faults) faults.add(fault);
      return [];
    }
  });
  if (faults.size > 0) throw new ConfigError([...faults]);
  return configs;
}

async function openParts(config: ServiceConfig, clientId: string, log: Log): Promise<Parts> {
  const tracing = startTracing(clientId, config.OTEL_EXPORTER_OTLP_ENDPOINT);
  const store = await openStore({
    databaseUrl: config.DATABASE_URL,
    redisUrl: config.REDIS_URL,
    dataDir: config.SEGUE_DATA_DIR,
    onTrouble: (message) => log('warn', message),
  });
  const bus = openBus({
    kafkaBrokers: config.KAFKA_BROKERS,
    kafkaSecurity: kafkaSecurityOf(config),
    databaseUrl: store.url,
    clientId: `segue-${clientId}`,
    // One process reads an embedded log: one partition is read while the other is handled, more
    // would only be more reads.
    mostPartitions: 2,
    log,
  });
  const opened: Parts = { store, bus, tracing, metrics: new Metrics(), dbs: [], management: [] };
  try {
    await bus.ensureTopics(topicSpecs(TOPICS));
    return opened;
  } catch (error) {
    await closeParts(opened).catch(() => undefined);
    throw error;
  }
}

async function openContext(
  service: AnyService,
  config: ServiceConfig,
  adminToken: string,
  sealing: Sealing,
  { store, bus, metrics, dbs, management: sources }: Parts,
  log: Log,
): Promise<ServiceContext> {
  const { name, inputs, output } = service;
  await migrate(store.url, name, [CreateServiceTables1700000000000, ...service.migrations]);
  const db = openDb({ url: store.url, schema: name, max: config.SEGUE_DB_CONNECTIONS });
  dbs.push(db);
  const management = await openDataSource({ url: store.url, schema: name, entities: service.entities });
  sources.push(management);
  const clock = wallClock;
  const health = new Health();
  health.register('database', () => db.ping());
  health.register('log', () => bus.ping());
  return {
    name,
    inputs,
    config,
    configClass: service.config,
    adminToken,
    sealing,
    db,
    management,
    bus,
    speed: store.speed,
    clock,
    time: new ServiceTime({
      db,
      bus,
      clock,
      group: name,
      input: inputs.find(({ timed }) => timed)?.topic.name ?? null,
      output: output?.name ?? null,
      log,
    }),
    stages: new StageLatency(clock, metrics),
    jobs: new Jobs(db, clock, log),
    health,
    metrics,
    log,
  };
}

@Module({})
class RootModule {
  static of(hosted: Hosted, guard: AuthGuard, modules: DynamicModule[]): DynamicModule {
    return {
      module: RootModule,
      global: true,
      exports: [AuthGuard],
      imports: modules,
      controllers: [ProbeController, DocumentController, StatusController, JobsController],
      providers: [
        { provide: HOSTED, useValue: hosted },
        { provide: AuthGuard, useValue: guard },
      ],
    };
  }
}

async function openApp(
  services: readonly AnyService[],
  contexts: readonly ServiceContext[],
  { metrics }: Parts,
  title: string,
  log: Log,
  inHand: InHand,
  onStall: (reason: string) => void,
): Promise<NestFastifyApplication> {
  warnOfOldZones(log);
  const hosted: Hosted = { instance: randomUUID().slice(0, 8), startedAt: wallClock.now(), contexts };
  const modules = services.map((service, place) => service.module(contexts[place] as ServiceContext));
  const { adminToken, config, speed } = contexts[0] as ServiceContext;
  const adapter = httpAdapter({ trustedProxies: config.SEGUE_TRUSTED_PROXIES });
  const server = adapter.getInstance() as unknown as FastifyInstance;
  observe(server, metrics, log);
  await limitRates(server, speed);
  const guard = new AuthGuard(adminToken, new WrongTokens(server));
  const app = await NestFactory.create<NestFastifyApplication>(RootModule.of(hosted, guard, modules), adapter, {
    logger: nestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  dressApp(app, guard, log);
  connectConsumers(app, contexts, onStall, inHand);
  hosted.document = openApiOf(app, title);
  measureLag(metrics, contexts);
  // Loops and registrations of the modules first, then batches, then (by the caller) requests.
  await app.init();
  await app.startAllMicroservices();
  for (const context of contexts) context.time.start();
  return app;
}

/** Days and quiet hours follow the newer rules all the same; what the runtime prints does not. */
function warnOfOldZones(log: Log): void {
  const { runtime, used } = zoneRules();
  if (runtime !== used) log('warn', 'the runtime has older rules of time zones', { runtime, used });
}

async function closeAll(
  app: NestFastifyApplication,
  contexts: readonly ServiceContext[],
  opened: Parts,
): Promise<void> {
  for (const { health } of contexts) health.close();
  await Promise.all(contexts.map(({ jobs }) => jobs.stop()));
  await app.close();
  await Promise.all(contexts.map(({ time }) => time.stop()));
  await closeParts(opened);
}

/** The bus before the databases: in the embedded case it lies in one. */
async function closeParts({ bus, dbs, management, store, tracing }: Parts): Promise<void> {
  await bus.close();
  await Promise.all(management.map((source) => source.destroy()));
  await Promise.all(dbs.map((db) => db.close()));
  await store.close();
  await tracing.close();
}

/**
 * A terminal sends Ctrl-C to the launcher and to what it runs, and the launcher passes it on: what
 * comes twice at once is meant once. Later it is meant.
 */
function drainOnSignals(starting: Promise<RunningServices>): void {
  let first: number | undefined;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (first !== undefined && performance.now() - first > MEANT_TWICE_MS) process.exit(1);
      if (first === undefined) void starting.then(drain);
      first ??= performance.now();
    });
  }
}

async function drain(running: RunningServices): Promise<void> {
  const late = setTimeout(() => die(running.log, 'draining took too long'), DRAIN_MS);
  try {
    await running.close();
    clearTimeout(late);
    process.exit(0);
  } catch (error) {
    die(running.log, 'draining failed', { fault: faultOf(error) });
  }
}

function die(log: Log | undefined, message: string, fields: Record<string, unknown> = {}): void {
  log?.('error', message, fields);
  process.exit(1);
}

const startFault = (error: unknown) =>
  JSON.stringify({ level: 'error', message: 'cannot start', fault: faultOf(error) });
