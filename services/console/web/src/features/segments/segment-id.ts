// The id of a new segment, from its name. Pure.

const MOST_LENGTH = 48;
/** Ids that are addresses of pages. */
const RESERVED = ['new', 'list', 'preview'];

/**
 * Returns an id of small Latin letters, digits and hyphens that no other segment has. A name
 * without Latin letters gives “segment”.
 */
export function idFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_LENGTH)
    .replace(/^-+|-+$/g, '');
  const first = /^[a-z]/.test(plain) ? plain : ['segment', plain].filter(Boolean).join('-');
  const used = new Set([...RESERVED, ...taken]);
  for (let number = 1; ; number++) {
    const id = number === 1 ? first : `${first}-${number}`;
    if (!used.has(id)) return id;
  }
}
