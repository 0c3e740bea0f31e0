// How much script each page needs before it shows anything. The build prints the weight of every
// page, and fails where a page needs more than its limit. Weights are bytes after gzip; parts that
// a page fetches later by itself are not counted.
const { gzipSync } = require('node:zlib');

/**
 * @typedef {{ fileName: string, name: string, code: string, isEntry: boolean, imports: string[],
 * facadeModuleId?: string | null }} Chunk
 */

/**
 * Returns the names of the pages in the bundle: chunks of a file
 * `<Name>Page.tsx` in a folder of `features` or below one.
 * @param {Chunk[]} chunks
 */
const pagesIn = (chunks) =>
  chunks
    .filter(({ facadeModuleId }) => /\/features\/(?:[\w-]+\/)+\w+Page\.tsx$/.test(facadeModuleId ?? ''))
    .map(({ name }) => name)
    .sort();

/**
 * Returns the weight of a page; undefined where the bundle has no such page.
 * @param {Chunk[]} chunks
 * @param {string} name
 */
function weightOf(chunks, name) {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find(({ isEntry }) => isEntry);
  const page = chunks.find((chunk) => chunk.name === name);
  if (entry === undefined || page === undefined) return undefined;
  const needed = new Set([entry.fileName, page.fileName]);
  // The loop also visits the files that it adds.
  for (const file of needed) for (const other of byFile.get(file)?.imports ?? []) needed.add(other);
  return [...needed].reduce((sum, file) => sum + gzipSync(byFile.get(file)?.code ?? '').length, 0);
}

/**
 * Returns a line for each page that is heavier than its limit, and for each that is not in the
 * bundle.
 * @param {Chunk[]} chunks
 * @param {Record<string, number>} limits by the name of the page's chunk
 */
const tooHeavy = (chunks, limits) =>
  Object.entries(limits).flatMap(([name, limit]) => {
    const weight = weightOf(chunks, name);
    if (weight === undefined) return [`${name}: no such page in the bundle`];
    return weight > limit ? [`${name}: ${weight} bytes of script after gzip, at most ${limit} are allowed`] : [];
  });

/**
 * A plugin of Vite.
 * @param {{ limits: Record<string, number>, otherwise: number }} options `otherwise`: the limit of
 * pages that `limits` does not name
 */
function weightLimit({ limits, otherwise }) {
  return {
    name: 'weight-limit',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const all = { ...Object.fromEntries(pagesIn(chunks).map((name) => [name, otherwise])), ...limits };
      const faults = tooHeavy(chunks, all);
      if (faults.length > 0) this.error(faults.join('\n'));
      for (const [name, limit] of Object.entries(all))
        this.info(`${name}: ${inKilobytes(weightOf(chunks, name) ?? 0)} of script, limit ${inKilobytes(limit)}`);
    },
  };
}

const inKilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;

module.exports = { pagesIn, tooHeavy, weightLimit };
