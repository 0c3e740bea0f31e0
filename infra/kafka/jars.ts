// The jars of a broker, fetched once with Maven into the data folder.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { locked } from '../lock-file';
import { dataDir, projectRoot } from '../place';
import { answers, run } from '../programs';

const FETCH_TIMEOUT_MS = 300_000;

/** Returns whether there is Java, and Maven if the jars are still to be fetched. */
export function canRunKafka(): boolean {
  return answers('java', '-version') && (existsSync(jarsFolder()) || answers('mvn', '-v'));
}

/** Resolves with the folder of the jars; fetches them the first time, in about a minute. */
export async function kafkaJars(): Promise<string> {
  const jars = jarsFolder();
  if (existsSync(jars)) return jars;
  await mkdir(dirname(jars), { recursive: true });
  await locked(`${jars}.lock`, FETCH_TIMEOUT_MS, () => fetchInto(jars));
  return jars;
}

const pom = (): string => join(projectRoot(), 'infra', 'kafka', 'pom.xml');

const jarsFolder = (): string => join(dataDir(), 'kafka', `jars-${kafkaVersion()}`);

/** Returns the version of Kafka, which is the same for jars and image. */
export const kafkaVersion = (): string => versionIn(readFileSync(pom(), 'utf8'));

/**
 * Fetches the jars into another folder and moves it into place, so that an interrupted fetch leaves
 * no incomplete folder.
 */
async function fetchInto(jars: string): Promise<void> {
  if (existsSync(jars)) return;
  const draft = `${jars}.new`;
  await rm(draft, { recursive: true, force: true });
  const goal = ['dependency:copy-dependencies', `-DoutputDirectory=${draft}`, '-DincludeScope=runtime'];
  await run('mvn', ['-q', '-B', '-f', pom(), ...goal], FETCH_TIMEOUT_MS);
  await rename(draft, jars);
}

export function versionIn(pom: string): string {
  return /<kafka\.version>([^<]+)</.exec(pom)?.[1] ?? 'unknown';
}
