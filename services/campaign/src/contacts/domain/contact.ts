// The contact of one identity: the messages that it caused and its identity group. One row; every
// decision that depends on it is taken under its lock. The contacts of a customer are those of its
// identities together, so that a merge and a split move nothing. Pure.
import type { Identity } from '@segue/contracts';
import { type IdentityGroup, newerIdentityGroup } from './identity-group';

export interface Sent {
  /** Action id. */
  id: string;
  campaign: string;
  at: number;
  marketing: boolean;
}

export interface Contact {
  /**
   * The newest messages and those that a cap or a campaign's pause still checks, by time (see
   * `trimmed`).
   */
  sent: readonly Sent[];
  /** The newest group that names it. */
  identityGroup: IdentityGroup;
}

/** Maximum number of remembered marketing messages; no cap counts further. */
const MAX_REMEMBERED = 1_000;
/**
 * Number of messages of all identities together above which the oldest are dropped, so that this
 * does not happen with every message.
 */
const MAX_OF_CUSTOMER = 2 * MAX_REMEMBERED;
/** Older than any cap looks back; the last of each campaign is kept whatever its age. */
const REMEMBERED_MS = 400 * 86_400_000;

/** Returns the contact with the newer group; the same object when nothing changes. */
export function withIdentityGroup(contact: Contact | undefined, identityGroup: IdentityGroup): Contact {
  if (!contact) return { sent: [], identityGroup };
  const newer = newerIdentityGroup(contact.identityGroup, identityGroup);
  return newer === contact.identityGroup ? contact : { ...contact, identityGroup: newer };
}

export function withSent(contact: Contact, sent: Sent): Contact {
  return { ...contact, sent: sentTo([contact, { sent: [sent] }]) };
}

/** Returns the messages to a customer from the contacts of its identities, each once, by time. */
export function sentTo(contacts: readonly Pick<Contact, 'sent'>[]): readonly Sent[] {
  const [only] = contacts;
  if (only && contacts.length === 1) return only.sent;
  const byId = new Map(contacts.flatMap(({ sent }) => sent.map((one) => [one.id, one] as const)));
  const sent = [...byId.values()].sort((x, y) => x.at - y.at || (x.id < y.id ? -1 : 1));
  return remembered(sent);
}

/**
 * Returns the contacts of one customer that change when messages beyond the customer's bound are
 * dropped: a hundred merged identities share the bound of one. A later split does not restore them.
 */
export function trimmed(contacts: Contacts): Map<Identity, Contact> {
  const all = [...contacts.values()];
  const changed = new Map<Identity, Contact>();
  if (all.reduce((sum, { sent }) => sum + sent.length, 0) <= MAX_OF_CUSTOMER) return changed;
  const kept = new Set(sentTo(all).map(({ id }) => id));
  for (const [identity, contact] of contacts) {
    const sent = contact.sent.filter(({ id }) => kept.has(id));
    if (sent.length < contact.sent.length) changed.set(identity, { ...contact, sent });
  }
  return changed;
}

export function lastSentBy(sent: readonly Sent[], campaign: string): number | null {
  return sent.findLast((one) => one.campaign === campaign)?.at ?? null;
}

export function marketingSince(sent: readonly Sent[], instant: number): number {
  return sent.filter((one) => one.marketing && one.at > instant).length;
}

/** The contacts of identities. */
export type Contacts = ReadonlyMap<Identity, Contact>;

/**
 * Returns the newest marketing messages, as far as a cap may count them, and the last message of
 * each campaign of any kind.
 */
function remembered(sent: readonly Sent[]): Sent[] {
  const newest = sent.at(-1)?.at ?? 0;
  const counted = sent.filter((one) => one.marketing && one.at > newest - REMEMBERED_MS).slice(-MAX_REMEMBERED);
  const last = new Map(sent.map((one) => [one.campaign, one]));
  const kept = new Set([...counted, ...last.values()]);
  return sent.filter((one) => kept.has(one));
}
