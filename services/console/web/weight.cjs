// How much script each page needs before it shows anything. The build fails where a page needs more
// than its limit.
const { gzipSync } = require('node:zlib');

/**
 * Returns a line for each page that is heavier than its limit, and for each that is not in the
 * bundle.
 * @param {{ fileName: string, name: string, code: string, isEntry: boolean, imports: string[] }[]}
 * chunks
 * @param {Record<string, number>} limits bytes after gzip, by the name of the page's chunk; what a
 * page fetches later, on its own, is not counted
 */
function tooHeavy(chunks, limits) {
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const entry = chunks.find(({ isEntry }) => isEntry);
  return Object.entries(limits).flatMap(([name, limit]) => {
    const page = chunks.find((chunk) => chunk.name === name);
    if (entry === undefined || page === undefined) return [`${name}: no such page in the bundle`];
    const weight = weightOf([entry.fileName, page.fileName], byFile);
    return weight > limit ? [`${name}: ${weight} bytes of script after gzip, at most ${limit} are allowed`] : [];
  });
}

function weightOf(files, byFile) {
  const needed = new Set(files);
  // A set is walked over what is added meanwhile, too.
  for (const file of needed) for (const other of byFile.get(file)?.imports ?? []) needed.add(other);
  return [...needed].reduce((sum, file) => sum + gzipSync(byFile.get(file)?.code ?? '').length, 0);
}

/** A plugin of Vite. */
function weightLimit(limits) {
  return {
    name: 'weight-limit',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(({ type }) => type === 'chunk');
      const faults = tooHeavy(chunks, limits);
      if (faults.length > 0) this.error(faults.join('\n'));
    },
  };
}

module.exports = { tooHeavy, weightLimit };
