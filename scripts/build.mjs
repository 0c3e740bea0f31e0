// Compiles libs, services and tools to dist/, which mirrors the tree. Only files that are newer
// than their output are compiled, so that a second start takes no time. `node scripts/build.mjs
// --quiet` prints nothing.
import { transformFile } from '@swc/core';
import { copyFile, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);
const { paths } = require('./module-names.cjs');
const options = require('./swc-options.cjs');
const compiled = { ...options, jsc: { ...options.jsc, baseUrl: root, paths } };
const SOURCES = ['libs', 'services', 'infra', 'test'];

export async function build() {
  const sources = (await Promise.all(SOURCES.map((folder) => sourcesIn(join(root, folder))))).flat();
  const settings = await newest(['.swcrc', 'tsconfig.base.json', 'scripts/build.mjs'].map((file) => join(root, file)));
  const stale = [];
  for (const source of sources) if (await isStale(source, settings)) stale.push(source);
  await Promise.all(stale.map(compile));
  await removeOrphans(new Set(sources.map(targetOf)));
  return stale.length;
}

/** Returns the TypeScript sources, and the plain JavaScript that worker threads start from. */
async function sourcesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|worker\.cjs)$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .filter((file) => !/(-spec|\.spec)\.ts$/.test(file) && !file.includes('/web/') && !file.includes('/node_modules/'));
}

const targetOf = (source) => join(root, 'dist', relative(root, source)).replace(/\.ts$/, '.js');

const modified = (file) =>
  stat(file).then(
    (found) => found.mtimeMs,
    () => 0,
  );
const newest = async (files) => Math.max(...(await Promise.all(files.map(modified))));

async function isStale(source, settings) {
  const target = await modified(targetOf(source));
  return target < settings || target < (await modified(source));
}

async function compile(source) {
  const target = targetOf(source);
  if (source.endsWith('.cjs')) return copy(source, target);
  const { code, map } = await transformFile(source, compiled);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, `${withPlainExports(code, source)}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`);
  await writeFile(`${target}.map`, map);
}

async function copy(source, target) {
  await mkdir(dirname(target), { recursive: true });
  await copyFile(source, target);
}

/**
 * Returns code in which `export *` of a lib's index copies the exports. The compiler makes getters,
 * which look up each name at each call and cost a tenth of the time of judging rules. Libs have no
 * circular imports, so all exports are defined when the index has run.
 */
function withPlainExports(code, source) {
  if (!code.includes('function _export_star(')) return code;
  const plain = code.replace(
    /Object\.defineProperty\(to, k, \{[^}]*\{\s*return from\[k\];\s*\}\s*\}\);/,
    'to[k] = from[k];',
  );
  if (plain === code) throw new Error(`${source}: the compiler writes "export *" in another way now`);
  return plain;
}

/** Removes output of renamed or deleted files from dist. */
async function removeOrphans(wanted) {
  for (const folder of SOURCES) {
    const entries = await readdir(join(root, 'dist', folder), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      const file = join(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && /\.c?js$/.test(file) && !wanted.has(file)) await rm(file);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const started = Date.now();
  const count = await build();
  if (!process.argv.includes('--quiet')) console.log(`compiled ${count} files in ${Date.now() - started} ms`);
}
