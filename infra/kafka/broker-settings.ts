// The settings of one broker of a Kafka cluster on this machine.
import { join } from 'node:path';

export interface BrokerPlan {
  /** Number of this broker among `peers`, from 1. */
  id: number;
  home: string;
  clusterId: string;
  /** All brokers of the cluster, this one included. */
  peers: readonly { id: number; port: number; controllerPort: number }[];
  /** Whether the data folder is emptied first. */
  fresh: boolean;
  heapMb: number;
  lingerMs: number;
  /**
   * Port advertised to clients, for a proxy in front of the broker; defaults to the broker's own
   * port.
   */
  advertisedPort?: number;
  /** A second listener, for clients with a SASL login. */
  guarded?: Guarded;
}

export interface Guarded {
  port: number;
  /**
   * Letters, digits and dashes only, since it is written into a settings file and a command line.
   */
  username: string;
  password: string;
}

export type Settings = Record<string, string | number | boolean>;

const SCRAM = ['SCRAM-SHA-256', 'SCRAM-SHA-512'];

export const dataOf = (plan: BrokerPlan): string => join(plan.home, 'data');

export function propertiesOf(plan: BrokerPlan): string {
  return Object.entries(settingsOf(plan, { bind: '127.0.0.1', data: dataOf(plan) }))
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/**
 * Returns the settings of a broker. With three brokers there are three replicas, and two must have
 * a record; else one. Clients connect to 127.0.0.1, whatever address the broker binds to.
 */
export function settingsOf(plan: BrokerPlan, { bind, data }: { bind: string; data: string }): Settings {
  const replicas = Math.min(3, plan.peers.length);
  const voters = plan.peers.map(({ id, controllerPort }) => `${id}@127.0.0.1:${controllerPort}`).join(',');
  const self = plan.peers.find(({ id }) => id === plan.id);
  const listenersAt = (host: string, port = portOf(plan)): string[] => [
    `PLAINTEXT://${host}:${port}`,
    ...(plan.guarded ? [`SASL_PLAINTEXT://${host}:${plan.guarded.port}`] : []),
  ];
  return {
    'process.roles': 'broker,controller',
    'node.id': plan.id,
    'controller.quorum.voters': voters,
    listeners: [...listenersAt(bind), `CONTROLLER://127.0.0.1:${self?.controllerPort}`].join(','),
    'advertised.listeners': listenersAt('127.0.0.1', plan.advertisedPort).join(','),
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAINTEXT',
    'log.dirs': data,
    'default.replication.factor': replicas,
    'min.insync.replicas': replicas > 1 ? 2 : 1,
    'offsets.topic.replication.factor': replicas,
    'offsets.topic.num.partitions': 6,
    'transaction.state.log.replication.factor': replicas,
    'transaction.state.log.min.isr': replicas > 1 ? 2 : 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': replicas,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
    'auto.create.topics.enable': false,
    // Tests set a retention of seconds, which needs frequent checks.
    'log.initial.task.delay.ms': 1_000,
    'log.retention.check.interval.ms': 1_000,
    'log.cleaner.backoff.ms': 1_000,
    ...(plan.guarded ? guardSettings(plan.guarded) : {}),
  };
}

function guardSettings({ username, password }: Guarded): Record<string, string> {
  const modules = 'org.apache.kafka.common.security';
  const door = 'listener.name.sasl_plaintext';
  return {
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT',
    'sasl.enabled.mechanisms': ['PLAIN', ...SCRAM].join(','),
    [`${door}.plain.sasl.jaas.config`]: `${modules}.plain.PlainLoginModule required user_${username}="${password}";`,
    ...Object.fromEntries(
      SCRAM.map((name) => [
        `${door}.${name.toLowerCase()}.sasl.jaas.config`,
        `${modules}.scram.ScramLoginModule required;`,
      ]),
    ),
  };
}

/**
 * Returns the options that store SCRAM logins in the data of the cluster; they are not settings.
 */
export function scramLogins({ guarded }: BrokerPlan): string[] {
  if (!guarded) return [];
  return SCRAM.flatMap((name) => ['--add-scram', `${name}=[name=${guarded.username},password=${guarded.password}]`]);
}

export function portOf(plan: BrokerPlan): number {
  return plan.peers.find(({ id }) => id === plan.id)?.port ?? 9092;
}
