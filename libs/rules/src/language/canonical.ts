// One spelling for equal data, so that equal conditions are recognised, and a short name for it.

const { isArray } = Array;
const { stringify } = JSON;
const { imul } = Math;

/** JSON with the keys of every object in order; fields that are undefined are left out. */
export function canonical(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return stringify(value);
  if (typeof value !== 'object' || value === null) return stringify(value) ?? 'null';
  return isArray(value) ? listText(value) : fieldsText(value as Record<string, unknown>);
}

function listText(list: readonly unknown[]): string {
  let text = '[';
  for (const element of list) text += (text === '[' ? '' : ',') + canonical(element);
  return `${text}]`;
}

function fieldsText(fields: Readonly<Record<string, unknown>>): string {
  const keys: string[] = [];
  for (const key in fields) if (fields[key] !== undefined) keys.push(key);
  let text = '{';
  for (const key of keys.sort()) text += `${text === '{' ? '' : ','}${stringify(key)}:${canonical(fields[key])}`;
  return `${text}}`;
}

/**
 * 53 bits of a text, whole. Source: bryc, cyrb53 (public domain): no cryptography, but good spread.
 */
export function hash53(text: string): number {
  let h1 = 0xdeadbeef;
  let h2 = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    h1 = imul(h1 ^ code, 2_654_435_761);
    h2 = imul(h2 ^ code, 1_597_334_677);
  }
  h1 = imul(h1 ^ (h1 >>> 16), 2_246_822_507) ^ imul(h2 ^ (h2 >>> 13), 3_266_489_909);
  h2 = imul(h2 ^ (h2 >>> 16), 2_246_822_507) ^ imul(h1 ^ (h1 >>> 13), 3_266_489_909);
  return 4_294_967_296 * (2_097_151 & h2) + (h1 >>> 0);
}

export function shortHash(text: string): string {
  return hash53(text).toString(36);
}

/** Maps a text to [0, 1): evenly, and always to the same value. */
export function placeOf(text: string): number {
  return hash53(text) / 2 ** 53;
}
