// The normal form of an e-mail address: one spelling for one mailbox, used as identity, for search,
// for comparison and for sending. Pure.

/** RFC 5321 4.5.3.1: octets of a path without its angle brackets, and of a local part. */
export const MAX_EMAIL_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
const MAX_LABEL_LENGTH = 63;

/** RFC 5322 atext, and with RFC 6531 every letter beyond ASCII. */
const ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~\\-\\u0080-\\u{10ffff}]+";
const DOT_ATOM = new RegExp(`^${ATOM}(?:\\.${ATOM})*$`, 'u');
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e\u0080-\u{10ffff}]|\\[\x20-\x7e])*)"$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;
const SPACES_BEYOND_ASCII = /[^\S ]/u;
// Joiners and marks of direction are invisible; pasted text carries them at its ends.
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;

/**
 * Returns the normal form of one address, or null for a text that is none: surrounding spaces and
 * `mailto:` are removed, letters are composed (NFC) and lower case, the domain is in its ASCII form
 * (`xn--…`), quotes that are not needed are dropped. Upper and lower case of a local part are one
 * mailbox here, as for every large mail provider, though RFC 5321 lets a server distinguish them.
 * Names, lists, comments and control characters are refused.
 */
export function emailOf(text: string): string | null {
  const address = text
    .replace(AROUND, '')
    .replace(/^mailto:/i, '')
    .normalize('NFC')
    .toLowerCase();
  const at = address.lastIndexOf('@');
  if (at < 1 || SPACES_BEYOND_ASCII.test(address)) return null;
  const local = localOf(address.slice(0, at));
  const domain = domainOf(address.slice(at + 1));
  if (local === null || domain === null) return null;
  const normal = `${local}@${domain}`;
  return Buffer.byteLength(normal) <= MAX_EMAIL_LENGTH ? normal : null;
}

function localOf(local: string): string | null {
  if (Buffer.byteLength(local) > MAX_LOCAL_LENGTH) return null;
  if (DOT_ATOM.test(local)) return local;
  const inner = QUOTED.exec(local)?.[1]?.replace(/\\(.)/g, '$1');
  if (inner === undefined || inner === '') return null;
  return DOT_ATOM.test(inner) ? inner : `"${inner.replace(/[\\"]/g, '\\$&')}"`;
}

function domainOf(domain: string): string | null {
  const labels = domain.replace(/\.$/, '').split('.');
  if (!labels.every((label) => LABEL.test(label) && label.length <= MAX_LABEL_LENGTH)) return null;
  const name = labels.join('.');
  if (/^[\x00-\x7f]+$/.test(name)) return name;
  return URL.canParse(`http://${name}/`) ? new URL(`http://${name}/`).hostname : null;
}
