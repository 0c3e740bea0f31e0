// One broker of a Kafka cluster on this machine (KRaft, controller and broker in one process), for
// development and tests.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { type Kept, type ServerProcess, keep } from '../kept-process';
import { run } from '../programs';
import { type BrokerPlan, dataOf, portOf, propertiesOf, scramLogins } from './broker-settings';

export interface BrokerAccess {
  address: string;
}

/** Prepares the files of a broker; returns the process that runs it. */
export type HowToRun = (plan: BrokerPlan) => Promise<ServerProcess>;

const START_TIMEOUT_MS = 90_000;

/**
 * Returns a Kafka cluster id: 16 bytes, base64url. The first bit is 0, since an id that starts with
 * a dash would be read as an option.
 */
export function newClusterId(random = randomBytes(16)): string {
  return Buffer.from([random.readUInt8(0) & 0x7f, ...random.subarray(1, 16)]).toString('base64url');
}

/**
 * Starts the broker. With several, start all at once: a controller answers only when most of them
 * are up.
 */
export function keepBroker(plan: BrokerPlan, howToRun: HowToRun): Promise<Kept<BrokerAccess>> {
  return keep<BrokerAccess>({
    home: plan.home,
    lingerMs: plan.lingerMs,
    startTimeoutMs: START_TIMEOUT_MS,
    prepare: async () => ({ ...(await howToRun(plan)), access: { address: `127.0.0.1:${portOf(plan)}` } }),
    probe: ({ address }) => probe(address, plan.peers.length),
  });
}

/** Returns how to run a broker with the Java of this machine. */
export function runJars(jars: string): HowToRun {
  return async (plan) => {
    const properties = join(plan.home, 'server.properties');
    const logging = join(plan.home, 'log4j2.properties');
    if (plan.fresh) await rm(dataOf(plan), { recursive: true, force: true });
    await mkdir(dataOf(plan), { recursive: true });
    await writeFile(properties, propertiesOf(plan));
    await writeFile(logging, LOGGING);
    const classes = ['-cp', join(jars, '*')];
    const format = ['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', plan.clusterId, '-c', properties];
    await run(
      'java',
      ['-XX:TieredStopAtLevel=1', `-Dlog4j2.configurationFile=${logging}`, ...classes, ...format, ...scramLogins(plan)],
      START_TIMEOUT_MS,
    );
    const memory = [`-Xms${plan.heapMb}m`, `-Xmx${plan.heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];
    return {
      command: 'java',
      args: [...memory, `-Dlog4j2.configurationFile=${logging}`, ...classes, 'kafka.Kafka', properties],
    };
  };
}

/**
 * Resolves when the broker names all brokers of the cluster and a controller; rejects otherwise.
 */
async function probe(address: string, brokers: number): Promise<void> {
  const kafka = new Kafka({
    brokers: [address],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const cluster = await admin.describeCluster();
    if (cluster.brokers.length < brokers || cluster.controller === null) throw new Error('not all brokers are there');
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}

const LOGGING = `appender.out.type=Console
appender.out.name=out
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %c{1} %m%n
rootLogger.level=warn
rootLogger.appenderRef.out.ref=out
`;
