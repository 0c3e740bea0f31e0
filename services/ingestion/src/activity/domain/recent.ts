// What is shown of the last events of a source: what became of each. Personal values are masked
// before they are stored. Pure.
import { type Touchpoint, customerIdOf } from '@segue/contracts';
import type { Rejection } from '../../accept/domain/judged';
import { nameIn, personIn } from '../../quarantine/domain/rejected';
import { type SignatureFault, UNSIGNED } from '../../webhooks/domain/signatures';

export const OUTCOMES = ['taken', 'remark', 'refused', 'ignored'] as const;
/** `remark`: taken, with something left out or doubtful. `ignored`: a webhook without a meaning. */
export type Outcome = (typeof OUTCOMES)[number];

export interface Recent {
  source: string;
  /** UTC milliseconds. */
  at: number;
  outcome: Outcome;
  /** Name of the event, its type, or the topic of a webhook. */
  name: string;
  /** Masked identity, `kind:value`; '' where none is known. */
  person: string;
  /** Id of the customer; '' unless the event was taken. */
  customer: string;
  messageId: string;
  /** Why it was refused, or what was remarked; else ''. */
  code: string;
  path: string;
  message: string;
}

const NOTHING = { person: '', customer: '', messageId: '', code: '', path: '', message: '' };

export const takenRecent = (source: string, at: number, { identity, event, id }: Touchpoint): Recent => ({
  ...{ ...NOTHING, source, at, outcome: 'taken', name: event, messageId: id },
  ...{ person: maskedIdentity(identity), customer: customerIdOf(identity) },
});

export function rejectedRecent(source: string, at: number, outcome: Outcome, rejection: Rejection): Recent {
  const { code, path, message, event } = rejection;
  const person = maskedIdentity(personIn(event));
  return { ...NOTHING, source, at, outcome, name: nameIn(event), person, code, path: path.slice(0, 200), message };
}

/** @param topic of the webhook; '' where it has none. */
export const ignoredRecent = (source: string, at: number, topic: string, reason: string): Recent => ({
  ...{ ...NOTHING, source, at, outcome: 'ignored', name: topic.slice(0, 100), code: reason },
});

/** Why a request is not known to be of its source, or that it need not be. */
export interface Unsigned {
  code: 'ping' | SignatureFault['code'];
  message: string;
}

/** Codes of requests that anybody could have sent. */
export const UNSIGNED_CODES: readonly string[] = ['ping', ...UNSIGNED];

/** A request without a right signature. */
export const unsignedRecent = (source: string, at: number, outcome: Outcome, { code, message }: Unsigned): Recent => ({
  ...{ ...NOTHING, source, at, outcome, name: '', code, message },
});

/** What may be a phone, as the id of another kind: 8 to 15 digits. */
const PHONE = /^\+?(?:[\s().-]*\d){8,15}$/;

/** Returns the identity with the middle of a phone and most of a mailbox's name hidden. */
export function maskedIdentity(identity: string): string {
  const colon = identity.indexOf(':');
  const [kind, value] = [identity.slice(0, colon), identity.slice(colon + 1)];
  if (kind === 'phone' || PHONE.test(value)) return `${kind}:${value.slice(0, -8)}****${value.slice(-4)}`;
  // Ids of other kinds may be addresses too.
  const at = value.lastIndexOf('@');
  return at < 1 ? identity : `${kind}:${value.slice(0, 1)}***${value.slice(at)}`;
}
