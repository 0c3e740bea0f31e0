// A broker that requires a login, for tests.
import { freePorts } from '../ports';
import type { Running } from '../parts';
import { keepBroker, newClusterId, runJars } from './broker';
import type { BrokerPlan, Guarded } from './broker-settings';
import { kafkaJars } from './jars';

export interface GuardedKafka extends Omit<Guarded, 'port'> {
  /** `host:port` each; they take SASL by PLAIN, SCRAM-SHA-256 and SCRAM-SHA-512. */
  brokers: string[];
}

/** Starts the broker. Requires `canRunKafka`. */
export async function startGuardedKafka(home: string): Promise<Running<GuardedKafka>> {
  const howToRun = runJars(await kafkaJars());
  const [port = 0, controllerPort = 0, guardedPort = 0] = await freePorts(3);
  const login = { username: 'segue', password: 'right-password' };
  const plan: BrokerPlan = {
    id: 1,
    home,
    clusterId: newClusterId(),
    peers: [{ id: 1, port, controllerPort }],
    fresh: true,
    heapMb: 256,
    lingerMs: 0,
    guarded: { ...login, port: guardedPort },
  };
  const broker = await keepBroker(plan, howToRun);
  return { access: { ...login, brokers: [`127.0.0.1:${guardedPort}`] }, close: () => broker.stop() };
}
