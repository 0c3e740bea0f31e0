// Secrets that are not configured: created once and kept in the data folder, readable by the owner
// only.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { ServiceConfig } from '../runtime/config';
import { Sealing } from './sealing';

export interface Kept {
  value: string;
  /** True in the process that created it, which shows it to the operator. */
  made: boolean;
  /** File in which it is kept; null if it was configured. */
  file: string | null;
}

/**
 * Makes the data folder and its parents, accessible to the owner only. An existing folder is left
 * unchanged.
 */
export async function makeDataDir(dataDir: string): Promise<void> {
  await mkdir(dirname(resolve(dataDir)), { recursive: true });
  try {
    await mkdir(dataDir, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Returns one line for the operator: a terminal shows the secret, a log only its file. */
export function announce(what: string, { value, file }: Pick<Kept, 'value' | 'file'>): void {
  const isSeen = process.stdout.isTTY || file === null;
  process.stdout.write(isSeen ? `${what}: ${value}\n` : `${what}: in ${file}\n`);
}

/**
 * Returns the secret in the file `name`, or the given one. If several processes start at once, one
 * creates the file and the others read it.
 */
export async function keptSecret(dataDir: string, name: string, given: string | undefined): Promise<Kept> {
  if (given !== undefined) return { value: given, made: false, file: null };
  const file = resolve(dataDir, name);
  await makeDataDir(dataDir);
  const value = randomBytes(24).toString('base64url');
  try {
    await writeFile(file, value, { flag: 'wx', mode: 0o600 });
    return { value, made: true, file };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return { value: await written(file), made: false, file };
  }
}

/** Returns the text of the file; waits while the process that created it has not written it. */
async function written(file: string): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const value = (await readFile(file, 'utf8')).trim();
    if (value !== '') return value;
    await new Promise((again) => setTimeout(again, 100));
  }
  throw new Error(`${file} is empty: delete it to have a new secret made`);
}

/**
 * Returns the sealing of this deployment: with the configured key, else with one that is created
 * once and kept in the data folder.
 */
export async function sealingOf(config: ServiceConfig): Promise<Sealing> {
  const { SEGUE_DATA_DIR, SEGUE_SECRET_KEY, SEGUE_SECRET_KEY_OLD } = config;
  const { value } = await keptSecret(SEGUE_DATA_DIR, 'secret-key', SEGUE_SECRET_KEY);
  return SEGUE_SECRET_KEY_OLD === undefined ? new Sealing(value) : new Sealing(value, SEGUE_SECRET_KEY_OLD);
}
