// The id of something new, from its name. Pure.

const MOST_LENGTH = 48;

/**
 * Returns an id of small Latin letters, digits and hyphens that is not taken. A name that does not
 * begin with a Latin letter gets `kind` before it.
 */
export function idFrom(name: string, kind: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MOST_LENGTH)
    .replace(/^-+|-+$/g, '');
  const first = /^[a-z]/.test(plain) ? plain : [kind, plain].filter(Boolean).join('-');
  const used = new Set(taken);
  for (let number = 1; ; number++) {
    const id = number === 1 ? first : `${first}-${number}`;
    if (!used.has(id)) return id;
  }
}
