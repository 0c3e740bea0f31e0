// The jars of a broker, fetched once with Maven into the data folder.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { locked } from '../kept-process';
import { dataDir, projectRoot } from '../place';
import { answers, run } from '../programs';

const FETCH_TIMEOUT_MS = 300_000;

/** Whether there is Java, and Maven in case the jars are still to be fetched. */
export function canRunKafka(): boolean {
  return answers('java', '-version') && (existsSync(jarsFolder()) || answers('mvn', '-v'));
}

/** The folder with the jars. The first time takes about a minute. */
export async function kafkaJars(): Promise<string> {
  const jars = jarsFolder();
  if (existsSync(jars)) return jars;
  await mkdir(dirname(jars), { recursive: true });
  await locked(`${jars}.lock`, FETCH_TIMEOUT_MS, () => fetchInto(jars));
  return jars;
}

const pom = (): string => join(projectRoot(), 'infra', 'kafka', 'pom.xml');

const jarsFolder = (): string => join(dataDir(), 'kafka', `jars-${kafkaVersion()}`);

/** The version of Kafka that is run here, whatever it is run from. */
export const kafkaVersion = (): string => versionIn(readFileSync(pom(), 'utf8'));

/**
 * Fetched aside and moved into place: a fetch that was cut off leaves nothing that looks complete.
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
