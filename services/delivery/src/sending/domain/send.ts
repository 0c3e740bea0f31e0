// Whether a message may still go, and what the result of an attempt means. Pure.
import { createHash } from 'node:crypto';
import { emailOf } from '@segue/addresses';
import { type Action, type ConsentState, type Identity, identityOf } from '@segue/contracts';
import { type IdentityConsents, isWithdrawnAt } from '@segue/parts';

/**
 * `indeterminate`: the provider may or may not have it, and another attempt could send it twice.
 */
export type Final = 'sent' | 'failed' | 'held' | 'indeterminate';
/** `stopped`: kept back while its campaign may not send. */
export type Status = 'queued' | 'claimed' | 'sending' | 'stopped' | Final;

/**
 * The outcome of one attempt. `retry` is safe: the provider does not have the message, or, where it
 * may, recognises the same key. `afterMs`: the pause that the receiver asked for. `bounced`: the
 * recipient's address is refused for good.
 */
export type Attempt =
  | { kind: 'sent' }
  | { kind: 'retry'; reason: string; mayHaveArrived: boolean; afterMs?: number }
  | { kind: 'failed'; reason: string; bounced?: boolean }
  | { kind: 'indeterminate'; reason: string };

export type Verdict = { kind: 'go' } | { kind: 'wait' } | { kind: 'hold'; reason: string };

const HOUR_S = 3600;
const HOURLY_TRIES = 31;
/**
 * The pauses after each attempt, in seconds, each spread by a quarter either way. A receiver may
 * ask for a longer one by `Retry-After`. A marketing message with an expiry is retried hourly until
 * then; any other is given up after the last attempt, which is at the earliest 24 hours after the
 * first.
 */
export const RETRY_PAUSES_S: readonly number[] = [
  ...[5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560],
  ...Array.from({ length: HOURLY_TRIES }, () => HOUR_S),
];
const SPREAD = 0.25;
/** How long an unknown consent is waited for: a decision may arrive before the consent it needs. */
const CONSENT_GRACE_MS = 30_000;

/**
 * Returns whether a message may go now. A marketing message is stopped by a withdrawal of any of
 * its identities, even if another one grants later, by a consent that stays unknown, and by a
 * withdrawal of another customer with the same address (`sameAddress`). `now` is the instant of the
 * send, `waited` the milliseconds since the message was filed.
 */
export function mayGo(
  action: Action,
  consents: ReadonlyMap<Identity, ConsentState>,
  now: number,
  waited: number,
  sameAddress: readonly IdentityConsents[] = [],
): Verdict {
  if (action.expiresAt !== null && now >= action.expiresAt) return { kind: 'hold', reason: 'expired' };
  const { consent } = action;
  if (consent === null) return { kind: 'go' };
  const known = action.identities.flatMap((identity) => consents.get(identity)?.[consent] ?? []);
  if (known.some((one) => !one.granted) || isWithdrawnAt(sameAddress, consent))
    return { kind: 'hold', reason: 'consent-withdrawn' };
  if (known.length > 0) return { kind: 'go' };
  return waited < CONSENT_GRACE_MS ? { kind: 'wait' } : { kind: 'hold', reason: 'consent-unknown' };
}

/** Returns the address that a message goes to, as an identity; null where it goes to none. */
export function addressOf({ channel, to }: Pick<Action, 'channel' | 'to'>): Identity | null {
  const email = channel === 'email' ? emailOf(to) : null;
  return email === null ? null : identityOf('email', email);
}

/**
 * Returns when a message that could not be sent is retried, in milliseconds from `now`; null to
 * give up. A message that expires before then is checked at its expiry. The spread derives from the
 * message's id, not from chance.
 */
export function pauseAfter(
  attempts: number,
  { id, class: messageClass, expiresAt }: Pick<Action, 'id' | 'class' | 'expiresAt'>,
  now: number,
  askedMs = 0,
): number | null {
  const endsByItself = messageClass === 'marketing' && expiresAt !== null;
  const pause = RETRY_PAUSES_S[attempts - 1] ?? (endsByItself ? HOUR_S : null);
  if (pause === null) return null;
  const chance = createHash('sha256').update(`${id} ${attempts}`).digest().readUInt16BE(0) / 65_536;
  const own = pause * 1000 * (1 - SPREAD + 2 * SPREAD * chance);
  const left = expiresAt === null ? Infinity : Math.max(0, expiresAt - now);
  return Math.min(left, Math.max(own, askedMs));
}

/**
 * Returns the end of a message that is not tried again: `indeterminate` where an attempt may have
 * arrived.
 */
export function endUnlessInDoubt(end: 'held' | 'failed', mayHaveArrived: boolean): Final {
  return mayHaveArrived ? 'indeterminate' : end;
}
