// Finds circles of imports between files, type-only imports included: no file of a circle can be
// read or moved without the others. Prints each circle as a path and exits with 1 if there is any.
// Arguments limit the report to circles with a file in these folders:
// `node scripts/circles.mjs libs/rules`.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOTS = ['libs', 'services', 'test', 'scripts'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage', 'data']);
const SOURCE = /\.(ts|tsx|mjs|cjs|js)$/;

const root = resolve(process.env.CIRCLES_ROOT ?? join(dirname(fileURLToPath(import.meta.url)), '..'));
const options = compilerOptions();
const cache = ts.createModuleResolutionCache(root, (name) => name, options);
const files = ROOTS.flatMap((folder) => sourcesIn(join(root, folder)));
const importsOf = new Map(files.map((file) => [file, importedBy(file)]));

const asked = process.argv.slice(2).map((folder) => resolve(folder));
const isAsked = (file) => asked.length === 0 || asked.some((folder) => file.startsWith(`${folder}/`));
const circles = groups(importsOf)
  .filter((group) => group.some(isAsked))
  .map((group) => shortestCircle(group));

for (const circle of circles) console.log(circle.map((file) => relative(root, file)).join('\n  → '));
console.log(`${files.length} files, ${circles.length} circles`);
process.exitCode = circles.length > 0 ? 1 : 0;

/** Returns the options of tsconfig.base.json, for its `@segue/*` paths. */
function compilerOptions() {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.base.json'), ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { compilerOptions } = config;
  return {
    ...ts.convertCompilerOptionsFromJson(compilerOptions, root).options,
    allowJs: true,
    jsx: ts.JsxEmit.Preserve,
  };
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.has(entry.name) || entry.name.startsWith('.') ? [] : sourcesIn(path);
    return SOURCE.test(entry.name) ? [path] : [];
  });
}

/** Returns the files that this file imports, exports from, requires or names as types. */
function importedBy(file) {
  const { importedFiles } = ts.preProcessFile(readFileSync(file, 'utf8'), true, true);
  const imported = importedFiles.flatMap(({ fileName }) => {
    const found = ts.resolveModuleName(fileName, file, options, ts.sys, cache).resolvedModule;
    return found && !found.isExternalLibraryImport ? [resolve(found.resolvedFileName)] : [];
  });
  return [...new Set(imported)];
}

/**
 * Returns the groups of files that all reach each other (Tarjan's strongly connected components);
 * a file by itself is one only where it imports itself.
 */
function groups(edges) {
  const found = [];
  const order = new Map();
  const lowest = new Map();
  const open = [];
  const isOpen = new Set();
  const visit = (file) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file));
    open.push(file);
    isOpen.add(file);
    for (const next of edges.get(file) ?? []) {
      if (!order.has(next)) {
        visit(next);
        lowest.set(file, Math.min(lowest.get(file), lowest.get(next)));
      } else if (isOpen.has(next)) lowest.set(file, Math.min(lowest.get(file), order.get(next)));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const group = open.splice(open.indexOf(file));
    for (const one of group) isOpen.delete(one);
    if (group.length > 1 || (edges.get(file) ?? []).includes(file)) found.push(group);
  };
  for (const file of edges.keys()) if (!order.has(file)) visit(file);
  return found;
}

/** Returns a shortest circle through some file of the group; its first file stands last as well. */
function shortestCircle(group) {
  const inGroup = new Set(group);
  const circlesOfGroup = group.map((file) => wayBack(file, inGroup));
  return circlesOfGroup.reduce((best, circle) => (circle.length < best.length ? circle : best));
}

function wayBack(start, inGroup) {
  const cameFrom = new Map();
  const queue = [start];
  for (const file of queue) {
    for (const next of importsOf.get(file) ?? []) {
      if (next === start) {
        const way = [start];
        for (let step = file; step !== start; step = cameFrom.get(step)) way.unshift(step);
        return [start, ...way];
      }
      if (!inGroup.has(next) || cameFrom.has(next)) continue;
      cameFrom.set(next, file);
      queue.push(next);
    }
  }
  throw new Error(`no circle through ${start}`);
}
