// The parts that the services of a process share (database, log, metrics), and the context that
// each service is given.
import { type Bus, type Log, openBus, topicSpecs } from '@segue/bus';
import { TOPICS } from '@segue/contracts';
import { type OpenDb, type Store, migrate, openDataSource, openDb, openStore } from '@segue/store';
import type { DataSource } from 'typeorm';
import { Jobs } from '../jobs/jobs';
import type { Sealing } from '../security/sealing';
import { wallClock } from '../time/clock';
import { ServiceTime } from '../time/service-time';
import { type ServiceConfig, kafkaSecurityOf } from './config';
import type { ServiceContext } from './context';
import type { AnyService } from './definition';
import { Health } from '../observability/health';
import { StageLatency } from '../observability/latency';
import { Metrics } from '../observability/metrics';
import { CreateServiceTables1700000000000 } from './service-tables';
import { type Tracing, startTracing } from '../observability/tracing';

export interface Parts {
  store: Store;
  bus: Bus;
  metrics: Metrics;
  tracing: Tracing;
  dbs: OpenDb[];
  management: DataSource[];
}

export async function openParts(config: ServiceConfig, clientId: string, log: Log): Promise<Parts> {
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
    // A single process reads an embedded log. It reads one partition while it handles the other;
    // more partitions would only cost more reads.
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

export async function openContext(
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

/** Closes the bus before the databases, since the embedded log is kept in one. */
export async function closeParts({ bus, dbs, management, store, tracing }: Parts): Promise<void> {
  await bus.close();
  await Promise.all(management.map((source) => source.destroy()));
  await Promise.all(dbs.map((db) => db.close()));
  await store.close();
  await tracing.close();
}
