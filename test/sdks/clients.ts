// The SDKs under test, each in a process of its own, and their requirements. Those that are not in
// package.json are installed from pinned versions into the data folder, once.
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dataDir } from '@segue/infra';

const run = promisify(execFile);
const HERE = join(__dirname, 'clients');
const HOME = join(dataDir(), 'test', 'sdks');
const INSTALL_MS = 300_000;

export interface Client {
  name: string;
  /** Programs that must be installed. */
  tools: readonly string[];
  /** Prepares the client; resolves with the command that runs it. */
  ready(): Promise<readonly [command: string, ...args: string[]]>;
}

const node = (name: string, file: string): Client => ({
  name,
  tools: [],
  ready: async () => [process.execPath, join(HERE, 'node', file)],
});

const python = (name: string, which: string): Client => ({
  name,
  tools: ['python3'],
  ready: async () => {
    const requirements = join(HERE, 'python', 'requirements.txt');
    const home = await installed('python', requirements, async (into) => {
      await run('python3', ['-m', 'venv', into], { timeout: INSTALL_MS });
      const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '-r', requirements];
      await run(join(into, 'bin', 'python'), pip, { timeout: INSTALL_MS });
    });
    return [join(home, 'bin', 'python'), join(HERE, 'python', 'client.py'), which];
  },
});

const java: Client = {
  name: 'com.segment.analytics.java:analytics 3.5.4',
  tools: ['java', 'mvn'],
  ready: async () => {
    const pom = join(HERE, 'java', 'pom.xml');
    const home = await installed('java', pom, async (into) => {
      const copy = ['dependency:copy-dependencies', `-DoutputDirectory=${into}`, '-DincludeScope=runtime'];
      await run('mvn', ['-q', '-B', '-f', pom, ...copy], { timeout: INSTALL_MS });
    });
    return ['java', '-cp', join(home, '*'), join(HERE, 'java', 'Client.java')];
  },
};

const go: Client = {
  name: 'gopkg.in/segmentio/analytics-go.v3 3.1.0',
  tools: ['go'],
  ready: async () => {
    const folder = join(HERE, 'go');
    const home = await installed('go', join(folder, 'main.go'), async (into) => {
      await run('go', ['build', '-o', join(into, 'client'), '.'], { cwd: folder, timeout: INSTALL_MS });
    });
    return [join(home, 'client')];
  },
};

export const CLIENTS: readonly Client[] = [
  node('@segment/analytics-node 3.1.0', 'segment.cjs'),
  node('@rudderstack/rudder-sdk-node 3.0.13', 'rudder.cjs'),
  python('segment-analytics-python 2.4.0', 'segment'),
  python('rudder-sdk-python 2.1.9', 'rudder'),
  java,
  go,
];

/** Returns the first missing program of a client; undefined if there is none. */
export const missingTool = ({ tools }: Client): string | undefined =>
  tools.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0);

const installing = new Map<string, Promise<string>>();

/**
 * Resolves with the folder of the packages in `pinned`, which are installed again when that
 * changes.
 */
function installed(name: string, pinned: string, install: (into: string) => Promise<void>): Promise<string> {
  const known = installing.get(name) ?? installedOnce(name, pinned, install);
  installing.set(name, known);
  return known;
}

async function installedOnce(name: string, pinned: string, install: (into: string) => Promise<void>): Promise<string> {
  const version = createHash('sha256')
    .update(await readFile(pinned))
    .digest('hex')
    .slice(0, 16);
  const home = join(HOME, `${name}-${version}`);
  const done = join(home, 'done');
  if (existsSync(done)) return home;
  await mkdir(home, { recursive: true });
  await install(home);
  await writeFile(done, '');
  return home;
}
