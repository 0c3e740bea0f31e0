// Kafka, Redis and Postgres for tests, each shared by all test workers of a run and ended with the
// last of them. infra/ (for Postgres libs/store) chooses where a part comes from; here a missing
// one skips or fails its tests.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type GuardedKafka,
  type KafkaCluster,
  canRunKafka,
  dataDir,
  kafkaSource,
  redisSource,
  startCluster,
  startGuardedKafka,
} from '@segue/infra';
import { startEmbeddedPostgres } from '@segue/store';

export interface Parts {
  kafka: { brokers: string[] };
  redis: { url: string };
  postgres: { url: string };
  /** Three brokers for one suite, which may kill them. */
  cluster: KafkaCluster;
  /** A broker for one suite that requires a login. */
  guardedKafka: GuardedKafka;
  /** Only checks that Kafka can run here: the suite starts its own, empty broker. */
  ownKafka: null;
}

export type PartName = keyof Parts;

/** Long enough for the next test file to find the part still running. */
const LINGER_MS = 5_000;
/** A first start may have to fetch the jars. */
const START_TIMEOUT_MS = 400_000;

const homeOf = (part: string): string => join(dataDir(), 'test', part);

/** Thrown when this machine lacks what a part needs. */
export class PartMissing extends Error {
  constructor(part: PartName) {
    super(`there is no ${part}, and this machine cannot run one`);
  }
}

export async function kafkaForTests(): Promise<Parts['kafka']> {
  const source = kafkaSource({ home: homeOf('kafka'), fresh: true, lingerMs: LINGER_MS });
  if (!source) throw new PartMissing('kafka');
  return (await source.start()).access;
}

export async function redisForTests(): Promise<Parts['redis']> {
  const source = redisSource({ home: homeOf('redis'), lingerMs: LINGER_MS });
  if (!source) throw new PartMissing('redis');
  return (await source.start()).access;
}

/**
 * Returns DATABASE_URL if set, else an embedded Postgres. Its tables stay, so each suite uses a
 * schema of its own.
 */
export async function postgresForTests(): Promise<Parts['postgres']> {
  const url = process.env.DATABASE_URL;
  if (url) return { url };
  const { url: embedded, close } = await startEmbeddedPostgres(homeOf('postgres'));
  closers.push(close);
  return { url: embedded };
}

export async function clusterForTests(): Promise<KafkaCluster> {
  const home = homeOf(`cluster-${process.pid}`);
  const cluster = await startCluster(home);
  closers.push(async () => {
    await cluster.close();
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });
  return cluster;
}

export async function guardedKafkaForTests(): Promise<GuardedKafka> {
  const home = homeOf(`guarded-${process.pid}`);
  const { access, close } = await startGuardedKafka(home);
  closers.push(async () => {
    await close();
    await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  });
  return access;
}

const closers: (() => Promise<void>)[] = [];

/** Releases the parts of this test file. `describeWith` calls it. */
export async function closeParts(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

const starts: { [Name in PartName]: () => Promise<Parts[Name]> } = {
  kafka: kafkaForTests,
  redis: redisForTests,
  postgres: postgresForTests,
  cluster: clusterForTests,
  guardedKafka: guardedKafkaForTests,
  ownKafka: async () => null,
};

const isThere: Record<PartName, () => boolean> = {
  kafka: () => kafkaSource() !== null,
  redis: () => redisSource() !== null,
  postgres: () => true,
  cluster: canRunKafka,
  guardedKafka: canRunKafka,
  ownKafka: () => kafkaSource() !== null,
};

/**
 * Returns whether a missing part fails its tests, as in CI; elsewhere they are skipped, with a note
 * in their titles.
 */
const mustHaveParts = (): boolean => process.env.CI === 'true' || process.env.SEGUE_REQUIRE_PARTS === '1';

/**
 * Defines a `describe` whose tests need a real part; `part()` returns it, from the first hook on.
 */
export function describeWith<Name extends PartName>(
  name: Name,
  title: string,
  tests: (part: () => Parts[Name]) => void,
): void {
  if (!isThere[name]() && !mustHaveParts()) {
    describe.skip(`${title} (skipped: ${new PartMissing(name).message})`, () => tests(() => undefined as never));
    return;
  }
  describe(title, () => {
    let part: Parts[Name] | undefined;
    beforeAll(async () => {
      part = await starts[name]();
    }, START_TIMEOUT_MS);
    afterAll(closeParts, START_TIMEOUT_MS);
    tests(() => part as Parts[Name]);
  });
}
