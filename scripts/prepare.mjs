// Makes a checkout ready: dependencies, compiled services, built console. Each step is skipped if
// nothing has changed since it was done, so that a second start takes seconds. It has no
// dependencies, since it runs before they are installed.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const NODE_AT_LEAST = [20, 19];

export async function prepare({ web = true } = {}) {
  assertNode();
  await install();
  await step('compiling the services', async () => {
    const { build } = await import('./build.mjs');
    await build();
  });
  if (web && existsSync(join(root, 'services/console/web/index.html'))) await buildWeb();
}

function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [wantedMajor, wantedMinor] = NODE_AT_LEAST;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return;
  throw new Error(`Segue needs Node ${NODE_AT_LEAST.join('.')} or newer; this is ${process.versions.node}`);
}

/**
 * Installs the dependencies if the hash of the lock file has changed. A symbolic link leads to the
 * dependencies of another checkout, which `npm ci` would delete, so it is left alone.
 */
async function install() {
  if (lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const mark = join(root, 'node_modules/.segue-lock');
  if (existsSync(mark) && (await readFile(mark, 'utf8')) === lock) return;
  await step('installing dependencies (once, a minute or two)', installFromLock);
  await writeFile(mark, lock);
}

/**
 * Installs by the lock file. `npm ci` fails if the registry lacks an optional binary of another
 * platform; `npm install` leaves it out.
 */
async function installFromLock() {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['ci', ...quiet]).catch(() => run('npm', ['install', '--no-save', ...quiet]));
}

async function buildWeb() {
  const target = join(root, 'dist/console-web/index.html');
  const sources = join(root, 'services/console/web');
  if (existsSync(target) && statSync(target).mtimeMs > newestIn(sources)) return;
  await step('building the console', () =>
    run(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error', sources]),
  );
}

function newestIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !(entry.parentPath ?? entry.path).includes('node_modules'));
  return Math.max(...files.map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs));
}

/** Runs a step; shows a line with its elapsed time. */
async function step(what, work) {
  const started = Date.now();
  const seconds = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const { isTTY } = process.stdout;
  if (!isTTY) process.stdout.write(`${what} …\n`);
  const clock = isTTY ? setInterval(() => process.stdout.write(`\r\x1b[2K${what} … ${seconds()}`), 250) : undefined;
  try {
    await work();
  } finally {
    clearInterval(clock);
  }
  if (isTTY) process.stdout.write(`\r\x1b[2K${what}: ${seconds()}\n`);
}

/** Runs a command; shows its output only if it fails. */
export function run(command, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', reject);
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${command} ${args.join(' ')} failed (${code})\n${output}`)),
    );
  });
}

/** Exit code with which a program asks to be restarted. */
export const START_AGAIN = 75;

/**
 * Runs a program in the foreground, which receives signals. This process exits with its code,
 * unless it asks for a restart, or exits with 0 and `then` continues.
 */
export function become(args, env = {}, then = () => process.exit(0)) {
  let child;
  const run = () => {
    child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit' });
    child.on('exit', (code) => (code === 0 ? then() : code === START_AGAIN ? run() : process.exit(code ?? 1)));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  run();
}
