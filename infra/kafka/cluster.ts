// Three brokers on this machine, for tests that kill one.
import { join } from 'node:path';
import type { Kept } from '../kept-process';
import { isAlive } from '../pids';
import { freePorts } from '../ports';
import { type BrokerAccess, keepBroker, newClusterId, runJars } from './broker';
import { kafkaJars } from './jars';

export interface KafkaCluster {
  brokers: string[];
  /**
   * Kills a broker (kill -9); resolves when its process is gone. @param nodeId as in Kafka's
   * metadata.
   */
  kill(nodeId: number): Promise<void>;
  /** Starts the killed brokers again, on their ports and with their data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

const SIZE = 3;
const POLL_MS = 20;

/**
 * Starts the cluster. Every topic is on three brokers, and a write needs two of them. Requires
 * `canRunKafka`.
 */
export async function startCluster(home: string): Promise<KafkaCluster> {
  const howToRun = runJars(await kafkaJars());
  const ports = await freePorts(2 * SIZE);
  const peers = Array.from({ length: SIZE }, (_, index) => ({
    id: index + 1,
    port: ports[2 * index] as number,
    controllerPort: ports[2 * index + 1] as number,
  }));
  const plan = { clusterId: newClusterId(), peers, heapMb: 256, lingerMs: 0 };
  const startAll = (fresh: boolean): Promise<Kept<BrokerAccess>[]> =>
    Promise.all(peers.map(({ id }) => keepBroker({ ...plan, fresh, id, home: join(home, `broker-${id}`) }, howToRun)));
  let kept = await startAll(true);
  return {
    brokers: kept.map(({ access }) => access.address),
    kill: async (nodeId) => {
      const pid = kept[nodeId - 1]?.pid ?? 0;
      process.kill(pid, 'SIGKILL');
      while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    },
    restart: async () => {
      kept = await startAll(false);
    },
    close: async () => void (await Promise.all(kept.map((broker) => broker.stop()))),
  };
}
