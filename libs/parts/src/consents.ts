// Consent: the channels and purposes, what an event states about them, and which consents hold.
// Pure.
import { CONSENT_CHANNELS, type ConsentState, Invalid, type Touchpoint } from '@segue/contracts';
import { isGiven } from '@segue/orders';
import { CONSENT_PURPOSES, channelsOf, purposesOf } from './consent-words';
import type { Part } from './part-state';
import { isKnown } from './known';
import { type LastWrite, type Wins, type LastWrites, later, lastWriteOf } from './last-writes';
import { isVoid, standing } from './voids';

export const WITHDRAWN = 'Consent Withdrawn';
const CONSENT_EVENTS: ReadonlySet<string> = new Set(['Consent Granted', WITHDRAWN]);

type ConsentEvent = Pick<Touchpoint, 'type' | 'event' | 'properties'>;

/**
 * Returns each `channel/purpose` that a consent event is about, e.g. `email/marketing`; several
 * where it names `all`; none for other events.
 * @throws {Invalid} for an unknown channel or purpose.
 */
export function consentKeysOf(touchpoint: ConsentEvent): string[] {
  if (!isConsentEvent(touchpoint)) return [];
  const { channel, purpose } = touchpoint.properties;
  const channels = channelsOf(channel) ?? unknown('channel', CONSENT_CHANNELS);
  const purposes = purposesOf(isGiven(purpose) ? purpose : 'marketing') ?? unknown('purpose', CONSENT_PURPOSES);
  return channels.flatMap((one) => purposes.map((other) => `${one}/${other}`));
}

const isConsentEvent = ({ type, event }: ConsentEvent) => type === 'track' && CONSENT_EVENTS.has(event);

function unknown(field: string, names: readonly string[]): never {
  throw new Invalid('consent', `properties.${field}`, `must be one of ${names.join(', ')}, all`);
}

/** Whether the touchpoint may change which consents hold. */
export const changesConsents = (touchpoint: Touchpoint): boolean => isConsentEvent(touchpoint) || isVoid(touchpoint);

export const isGrant = ({ event }: Pick<Touchpoint, 'event'>): boolean => event !== WITHDRAWN;

/** The order of consents: of a grant and a withdrawal at one instant the withdrawal wins. */
export const consentWins: Wins<boolean> = (a, b) =>
  a.at > b.at || (a.at === b.at && (a.value === b.value ? a.by > b.by : !a.value));

export interface HeldConsent {
  granted: boolean;
  at: number;
  /**
   * The public source of a withdrawal that holds; null for a statement of a server source and for
   * every grant.
   */
  source: string | null;
}

/**
 * Returns the consents that hold. A withdrawal by any source holds until a later grant: for a known
 * person a grant by a server source, for all others by any source.
 */
export function heldConsents(part: Part): Record<string, HeldConsent> {
  const held: Record<string, HeldConsent> = {};
  for (const key of keysOf(part)) {
    const granted = grantOf(part, key);
    const withdrawn = withdrawalOf(part, key);
    if (withdrawn && (!granted || withdrawn.at >= granted.at)) held[key] = withdrawn;
    else if (granted) held[key] = { granted: true, at: granted.at, source: null };
  }
  return held;
}

export function consentState(part: Part): ConsentState {
  const held: LastWrites<boolean> | Record<string, HeldConsent> = part.claims ? heldConsents(part) : part.consents;
  const state: ConsentState = {};
  for (const key of Object.keys(held)) {
    const one = held[key] as HeldConsent | LastWrite<boolean>;
    state[key] = { granted: 'granted' in one ? one.granted : one.value, at: one.at };
  }
  return state;
}

function keysOf({ consents, claims = {} }: Part): Set<string> {
  const keys = new Set(Object.keys(consents));
  for (const { granted = {}, withdrawn = {} } of Object.values(claims)) {
    for (const key of Object.keys(granted)) keys.add(key);
    for (const key of Object.keys(withdrawn)) keys.add(key);
  }
  return keys;
}

function grantOf(part: Part, key: string): Pick<LastWrite<unknown>, 'at'> | undefined {
  const write = lastWriteOf(part.consents, key);
  const trusted = write?.value === true ? (write as LastWrite<true>) : undefined;
  if (isKnown(part)) return trusted;
  return Object.values(part.claims ?? {}).reduce(
    (last, claims) => later(last, lastWriteOf(claims.granted, key)),
    trusted,
  );
}

function withdrawalOf(part: Part, key: string): HeldConsent | undefined {
  const write = lastWriteOf(part.consents, key);
  let last: HeldConsent | undefined =
    write?.value === false ? { granted: false, at: write.at, source: null } : undefined;
  for (const source of Object.keys(part.claims ?? {})) {
    const claimed = standing(part, source, key);
    if (claimed && (!last || replaces(claimed.at, source, last))) last = { granted: false, at: claimed.at, source };
  }
  return last;
}

/**
 * Whether a statement replaces the last: the later one does; at one instant the trusted one, then
 * the smaller source id, so that every process names the same source.
 */
const replaces = (at: number, source: string, last: HeldConsent) =>
  at > last.at || (at === last.at && last.source !== null && source < last.source);
