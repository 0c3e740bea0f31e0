// A Kafka for whoever has none: KAFKA_BROKERS if given, else brokers run from jars (Java and Maven), else the image apache/kafka (Docker).
import { join } from 'node:path';
import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { type Running, type Source, choose, given } from '../parts';
import { dataDir } from '../place';
import { freePorts } from '../ports';
import { hasDocker } from '../programs';
import { type BrokerPlan, keepBroker, newClusterId } from './broker';
import { canRunKafka, kafkaJars } from './jars';

export interface KafkaAccess {
  /** `host:port` each. */
  brokers: string[];
}

export interface KafkaOptions {
  /** Where the brokers keep their data; `kafka/local` in the data folder if not given. */
  home?: string;
  /** Forgets what an earlier run left. */
  fresh?: boolean;
  /** How long the broker goes on when no process uses it any more. */
  lingerMs?: number;
}

const IMAGE = 'apache/kafka:4.1.0';

/** One broker, shared by all processes that name the same home; null where nothing can bring one up. */
export function kafkaSource(options: KafkaOptions = {}): Source<KafkaAccess> | null {
  return choose<KafkaAccess>([
    given(brokersIn(process.env.KAFKA_BROKERS)),
    { isThere: canRunKafka, start: () => fromJars(options) },
    { isThere: hasDocker, start: fromDocker },
  ]);
}

export function brokersIn(text: string | undefined): KafkaAccess | null {
  const brokers = (text ?? '').split(',').map((each) => each.trim());
  const named = brokers.filter((each) => each.length > 0);
  return named.length > 0 ? { brokers: named } : null;
}

async function fromJars(options: KafkaOptions): Promise<Running<KafkaAccess>> {
  const { home = join(dataDir(), 'kafka', 'local'), fresh = false, lingerMs = 0 } = options;
  const identity = await identityIn(home);
  const jars = await kafkaJars();
  const broker = await keepBroker({ ...identity, id: 1, home, jars, fresh, heapMb: 512, lingerMs });
  return { access: { brokers: [broker.access.address] }, close: () => broker.leave() };
}

/** A broker keeps its ports and its cluster's id over restarts: its data names them. */
async function identityIn(home: string): Promise<Pick<BrokerPlan, 'clusterId' | 'peers'>> {
  const file = join(home, 'identity.json');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known) return JSON.parse(known) as Pick<BrokerPlan, 'clusterId' | 'peers'>;
  const [port = 0, controllerPort = 0] = await freePorts(2);
  const identity = { clusterId: newClusterId(), peers: [{ id: 1, port, controllerPort }] };
  await mkdir(home, { recursive: true });
  await writeFile(file, JSON.stringify(identity));
  return identity;
}

async function fromDocker(): Promise<Running<KafkaAccess>> {
  const { GenericContainer, Wait } = await import('testcontainers');
  const [port = 9092] = await freePorts(1);
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts({ container: port, host: port })
    .withEnvironment(containerSettings(port))
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/))
    .start();
  return {
    access: { brokers: [`127.0.0.1:${port}`] },
    close: async () => void (await container.stop()),
  };
}

/** The image reads every setting from a variable; the advertised port must be the one seen from outside. */
const containerSettings = (port: number): Record<string, string> => ({
  KAFKA_NODE_ID: '1',
  KAFKA_PROCESS_ROLES: 'broker,controller',
  KAFKA_CONTROLLER_QUORUM_VOTERS: '1@127.0.0.1:29093',
  KAFKA_LISTENERS: `PLAINTEXT://0.0.0.0:${port},CONTROLLER://127.0.0.1:29093`,
  KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://127.0.0.1:${port}`,
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
  KAFKA_INTER_BROKER_LISTENER_NAME: 'PLAINTEXT',
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
  KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
});
