// The one-time link with which the first admin signs in.
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type RunningServices, type ServiceContext, consoleUrlOf, makeDataDir } from '@segue/service';
import { AccessStore, FIRST_ADMIN } from './access.store';
import type { ConsoleConfig } from './config';

/** Name of the file in the data folder. */
const FILE = 'start-link';

/**
 * Returns a link that signs the first admin in, once, within 24 hours.
 * @throws {Error} when the console is not among these services.
 */
export async function startLink({ contexts }: Pick<RunningServices, 'contexts'>): Promise<string> {
  const context = contexts.find(({ name }) => name === 'console') as ServiceContext<ConsoleConfig> | undefined;
  if (context === undefined) throw new Error('the console is not run by this process');
  const code = await new AccessStore(context.db).mintCode(FIRST_ADMIN, context.clock.now());
  return `${consoleUrlOf(context.config)}/start/${code}`;
}

/**
 * Prints the link on a terminal; a log gets only the name of the file in the data folder that holds
 * it.
 */
export async function showStartLink(running: RunningServices): Promise<void> {
  const link = await startLink(running);
  if (process.stdout.isTTY) {
    process.stdout.write(`Open ${link}\n`);
    return;
  }
  const dataDir = (running.contexts[0] as ServiceContext).config.SEGUE_DATA_DIR;
  const file = resolve(join(dataDir, FILE));
  await makeDataDir(dataDir);
  // Overwriting a file would keep its old permissions.
  await rm(file, { force: true });
  await writeFile(file, `${link}\n`, { mode: 0o600, flag: 'wx' });
  process.stdout.write(`Open the link in ${file}\n`);
}
