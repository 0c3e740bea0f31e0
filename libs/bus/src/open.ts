// The one place where the driver is chosen.
import type { Bus } from './bus';
import { EmbeddedBus } from './embedded/bus';
import { KafkaBus, type KafkaSecurity } from './kafka/bus';
import { type Log, stderrLog } from './log';

export interface BusOptions {
  /** `host:port` each. Given, the bus is Kafka. */
  kafkaBrokers?: readonly string[];
  /** How the brokers know who connects. */
  kafkaSecurity?: KafkaSecurity;
  /** Else the log lies in this Postgres. */
  databaseUrl?: string;
  /** Who connects, as brokers and Postgres show it. */
  clientId: string;
  /** Of the embedded log's tables. */
  schema?: string;
  /**
   * No topic of the embedded log gets more: on one machine fewer partitions mean fewer, larger
   * batches.
   */
  mostPartitions?: number;
  log?: Log;
}

/** Connects when first used. @throws {Error} neither brokers nor a database are given. */
export function openBus(options: BusOptions): Bus {
  const { kafkaBrokers: brokers = [], databaseUrl, clientId, schema = 'bus', log = stderrLog } = options;
  const { mostPartitions = Infinity } = options;
  if (brokers.length > 0) return new KafkaBus({ brokers, security: options.kafkaSecurity ?? {}, clientId, log });
  if (databaseUrl) return new EmbeddedBus({ databaseUrl, schema, clientId, mostPartitions, log });
  throw new Error('a bus needs Kafka brokers or a database');
}
