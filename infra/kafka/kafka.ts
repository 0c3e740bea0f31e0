// Chooses a Kafka: KAFKA_BROKERS if set, else a broker run from jars (Java and Maven), else the
// image apache/kafka (Docker).
import { join } from 'node:path';
import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { type Running, type Source, choose, given } from '../parts';
import { dataDir } from '../place';
import { freePorts } from '../ports';
import { type HowToRun, keepBroker, newClusterId, runJars } from './broker';
import type { BrokerPlan } from './broker-settings';
import { canRunKafkaImage, runImage } from './image';
import { canRunKafka, kafkaJars } from './jars';

export interface KafkaAccess {
  /** `host:port` each. */
  brokers: string[];
}

export interface KafkaOptions {
  /** Folder of the broker's data; `kafka/local` in the data folder if not given. */
  home?: string;
  /** Whether data of an earlier run is deleted. */
  fresh?: boolean;
  /** Milliseconds for which the broker goes on when no process uses it any more. */
  lingerMs?: number;
  /** Port advertised to clients, for a proxy in front of the brokers. */
  advertisedPort?: number;
  /** Called with the broker's own port before it starts. */
  onPorts?: (port: number) => void;
}

/**
 * Returns the source of one broker, shared by all processes with the same home; null if this
 * machine cannot run one.
 */
export function kafkaSource(options: KafkaOptions = {}): Source<KafkaAccess> | null {
  return choose<KafkaAccess>([
    given(brokersIn(process.env.KAFKA_BROKERS)),
    { isThere: canRunKafka, start: async () => start(options, runJars(await kafkaJars())) },
    { isThere: canRunKafkaImage, start: () => start(options, runImage) },
  ]);
}

export function brokersIn(text: string | undefined): KafkaAccess | null {
  const brokers = (text ?? '').split(',').map((each) => each.trim());
  const named = brokers.filter((each) => each.length > 0);
  return named.length > 0 ? { brokers: named } : null;
}

async function start(options: KafkaOptions, howToRun: HowToRun): Promise<Running<KafkaAccess>> {
  const { home = join(dataDir(), 'kafka', 'local'), fresh = false, lingerMs = 0, advertisedPort } = options;
  const identity = await identityIn(home);
  options.onPorts?.(identity.peers[0]?.port ?? 0);
  const plan = { ...identity, id: 1, home, fresh, heapMb: 512, lingerMs, advertisedPort };
  const broker = await keepBroker(plan, howToRun);
  return { access: { brokers: [broker.access.address] }, close: () => broker.leave() };
}

/**
 * Returns the ports and the cluster id of a broker, which its data contains, so they stay over
 * restarts.
 */
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
