// What is shown of the last events of a source: what became of each. Personal values are masked
// before they are stored. Pure.
import { type Touchpoint, customerIdOf } from '@segue/contracts';
import type { Rejection } from '../../accept/domain/judged';
import { nameIn, personIn } from '../../quarantine/domain/rejected';

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

/** A request that was refused as a whole. */
export const refusedRecent = (source: string, at: number, code: string, message: string): Recent => ({
  ...{ ...NOTHING, source, at, outcome: 'refused', name: '', code, message },
});

/** Returns the identity with the middle of a phone and most of a mailbox's name hidden. */
export function maskedIdentity(identity: string): string {
  const colon = identity.indexOf(':');
  const [kind, value] = [identity.slice(0, colon), identity.slice(colon + 1)];
  if (kind === 'phone') return `phone:${value.slice(0, -8)}****${value.slice(-4)}`;
  // Ids of other kinds may be addresses too.
  const at = value.lastIndexOf('@');
  return at < 1 ? identity : `${kind}:${value.slice(0, 1)}***${value.slice(at)}`;
}
