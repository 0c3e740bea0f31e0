// What campaigns remember of a customer: who was sent what when, and what waits. One row, under whose lock every decision about the customer
// is taken. Joined when customers are. Pure.

export interface Sent {
  /** Action id. */
  id: string;
  campaign: string;
  at: number;
  marketing: boolean;
}

export interface Contact {
  /** The newest and those that a cap or a campaign's pause still has to look at, by time. */
  sent: readonly Sent[];
}

export const NO_CONTACT: Contact = Object.freeze({ sent: [] });

/** Older than any cap looks back; the last of each campaign is kept whatever its age. */
const REMEMBERED_MS = 400 * 86_400_000;

export function withSent(contact: Contact, sent: Sent): Contact {
  return joinContacts(contact, { sent: [sent] });
}

/** The contacts of two customers that became one, each sending counted once. */
export function joinContacts(a: Contact, b: Contact): Contact {
  const byId = new Map([...a.sent, ...b.sent].map((sent) => [sent.id, sent]));
  const sent = [...byId.values()].sort((x, y) => x.at - y.at || (x.id < y.id ? -1 : 1));
  return { sent: forgotten(sent) };
}

export function lastSentBy(contact: Contact, campaign: string): number | null {
  return contact.sent.findLast((sent) => sent.campaign === campaign)?.at ?? null;
}

export function marketingSince(contact: Contact, instant: number): number {
  return contact.sent.filter((sent) => sent.marketing && sent.at > instant).length;
}

function forgotten(sent: readonly Sent[]): Sent[] {
  const newest = sent.at(-1)?.at ?? 0;
  const last = new Map(sent.map((one) => [one.campaign, one.id]));
  return sent.filter((one) => one.at > newest - REMEMBERED_MS || last.get(one.campaign) === one.id);
}
