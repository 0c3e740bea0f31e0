// Chooses the driver.
import type { Bus } from './bus';
import { EmbeddedBus } from './embedded/bus';
import { KafkaBus, type KafkaSecurity } from './kafka/bus';
import { type Log, stderrLog } from './log';

export interface BusOptions {
  /** Addresses as `host:port`; with them the bus is Kafka. */
  kafkaBrokers?: readonly string[];
  /** Credentials for the brokers. */
  kafkaSecurity?: KafkaSecurity;
  /** Without brokers, the log is kept in this Postgres. */
  databaseUrl?: string;
  /** Name of this client, as brokers and Postgres show it. */
  clientId: string;
  /** Schema of the embedded log's tables. */
  schema?: string;
  /**
   * Maximum number of partitions of a topic of the embedded log: on one machine fewer partitions
   * mean fewer, larger batches.
   */
  mostPartitions?: number;
  log?: Log;
}

/**
 * Returns a bus, which connects at its first use.
 * @throws {Error} when neither brokers nor a database are given.
 */
export function openBus(options: BusOptions): Bus {
  const { kafkaBrokers: brokers = [], databaseUrl, clientId, schema = 'bus', log = stderrLog } = options;
  const { mostPartitions = Infinity } = options;
  if (brokers.length > 0) return new KafkaBus({ brokers, security: options.kafkaSecurity ?? {}, clientId, log });
  if (databaseUrl) return new EmbeddedBus({ databaseUrl, schema, clientId, mostPartitions, log });
  throw new Error('a bus needs Kafka brokers or a database');
}
