// What names a customer, which of several names owns a touchpoint, and the id that follows from the
// names.
import { hash } from 'node:crypto';

/** `kind:value`, e.g. `userId:u42`. The kind holds no colon; the value may. */
export type Identity = string;

/**
 * From the strongest to the weakest: the first that a touchpoint names owns it for ever (its
 * partition key). Never reorder.
 */
export const IDENTITY_KINDS = [
  'userId',
  'memberCard',
  'openid',
  'email',
  'phone',
  'externalId',
  'deviceId',
  'anonymousId',
] as const;
export type IdentityKind = (typeof IDENTITY_KINDS)[number];

const RANKS = new Map<string, number>(IDENTITY_KINDS.map((kind, rank) => [kind, rank]));

export const MAX_IDENTITY_LENGTH = 256;

export function identityOf(kind: IdentityKind, value: string): Identity {
  return `${kind}:${value}`;
}

/**
 * Whether an id is the text of a long number that a spreadsheet cut to a few digits
 * (`1.23457E+17`): different ids may then be equal.
 */
export const hasLostDigits = (id: string): boolean => /^\d(?:[.,]\d+)?E\+\d+$/i.test(id.trim());

export function kindOf(identity: Identity): IdentityKind {
  return identity.slice(0, identity.indexOf(':')) as IdentityKind;
}

export function isIdentity(text: string): boolean {
  const colon = text.indexOf(':');
  return colon > 0 && colon < text.length - 1 && text.length <= MAX_IDENTITY_LENGTH && RANKS.has(text.slice(0, colon));
}

const ANONYMOUS: ReadonlySet<IdentityKind> = new Set(['deviceId', 'anonymousId']);

/** Whether the identity belongs to a person; a device or a visitor may be shared by several. */
export function isKnownPerson(identity: Identity): boolean {
  return !ANONYMOUS.has(kindOf(identity));
}

/**
 * Orders identities from the strongest to the weakest; equal kinds by their bytes, so that every
 * process agrees.
 */
export function byStrength(a: Identity, b: Identity): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** The identity that owns a touchpoint naming `identities` (at least one). */
export function strongest(identities: readonly Identity[]): Identity {
  return identities.reduce((best, next) => (byStrength(next, best) < 0 ? next : best));
}

/**
 * The id of the customer whose strongest identity this is. A pure function of the name, so that no
 * order of arrival and no merge can give one set of identities two ids. 80 bits: at a billion
 * customers the odds of one collision are below one in a million.
 */
export function customerIdOf(root: Identity): string {
  return `c${hash('sha256', root).slice(0, 20)}`;
}

export function rankOf(identity: Identity): number {
  return RANKS.get(kindOf(identity)) ?? IDENTITY_KINDS.length;
}
