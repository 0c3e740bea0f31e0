// Consent: the channels and purposes, what an event states about them, and which consents hold.
// Pure.
import { type ConsentState, Invalid, type Touchpoint } from '@segue/contracts';
import type { Part } from './part';
import { isKnown } from './known';
import { type Said, type Wins, type Words, later, wordOf } from './words';
import { isVoid, standing } from './voids';

export const CONSENT_CHANNELS = [
  'email',
  'sms',
  'push',
  'webhook',
  'wechat',
  'wecom',
  'phone',
  'post',
  'app',
  'outbox',
] as const;
export const CONSENT_PURPOSES = ['marketing', 'profiling', 'sharing', 'service', 'research'] as const;

const CONSENT_EVENTS = { 'Consent Granted': true, 'Consent Withdrawn': false } as const;

export const WITHDRAWN = 'Consent Withdrawn';

type ConsentEvent = Pick<Touchpoint, 'type' | 'event' | 'properties'>;

/**
 * Returns `channel/purpose` of a consent event, e.g. `email/marketing`; null for other events.
 * @throws {Invalid} for an unknown channel or purpose.
 */
export function consentKeyOf(touchpoint: ConsentEvent): string | null {
  if (touchpoint.type !== 'track' || !Object.hasOwn(CONSENT_EVENTS, touchpoint.event)) return null;
  const { channel, purpose } = touchpoint.properties;
  // Null and '' are "not said", as everywhere in an event.
  const meant = purpose === undefined || purpose === null || purpose === '' ? 'marketing' : purpose;
  return `${oneOf(CONSENT_CHANNELS, channel, 'channel')}/${oneOf(CONSENT_PURPOSES, meant, 'purpose')}`;
}

function oneOf(names: readonly string[], value: unknown, field: string): string {
  if (names.includes(value as string)) return value as string;
  throw new Invalid('consent', `properties.${field}`, `must be one of ${names.join(', ')}`);
}

/**
 * Whether the touchpoint may change which consents hold.
 * @throws {Invalid} as `consentKeyOf` does.
 */
export function changesConsents(touchpoint: Touchpoint): boolean {
  return consentKeyOf(touchpoint) !== null || isVoid(touchpoint);
}

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
  const held: Words<boolean> | Record<string, HeldConsent> = part.claims ? heldConsents(part) : part.consents;
  const state: ConsentState = {};
  for (const key of Object.keys(held)) {
    const one = held[key] as HeldConsent | Said<boolean>;
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

function grantOf(part: Part, key: string): Pick<Said<unknown>, 'at'> | undefined {
  const word = wordOf(part.consents, key);
  const trusted = word?.value === true ? (word as Said<true>) : undefined;
  if (isKnown(part)) return trusted;
  return Object.values(part.claims ?? {}).reduce((last, claims) => later(last, wordOf(claims.granted, key)), trusted);
}

function withdrawalOf(part: Part, key: string): HeldConsent | undefined {
  const word = wordOf(part.consents, key);
  let last: HeldConsent | undefined = word?.value === false ? { granted: false, at: word.at, source: null } : undefined;
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
