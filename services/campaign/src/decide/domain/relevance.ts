// Which signals of a batch concern campaigns, and which addresses their messages may go to. Pure.
import { type Identity, type Signal, kindOf } from '@segue/contracts';
import { mailboxOf } from '../../contacts/domain/mailbox';
import { type Campaign, triggeredBy } from '../../journeys/domain/campaign';
import type { KnownContacts } from './batch';
import { START, decisionId } from './decision';

/**
 * The addresses to which decisions on these signals, and on waits that are over, may send
 * marketing.
 */
export function addressesIn(
  signals: readonly Signal[],
  known: Omit<KnownContacts, 'mailboxes'>,
  campaigns: readonly Campaign[],
): Identity[] {
  if (!campaigns.some(({ channel, class: sort }) => channel === 'email' && sort === 'marketing')) return [];
  const causes = known.waiting.map(({ signal }) => signal);
  const later = [...known.present.values()].map(({ head, customer }) => ({ head, customer, identities: [] }));
  const all = [...signals, ...causes, ...later].flatMap((one) => mailboxOf(one, { channel: 'email' }) ?? []);
  const own = [...known.contacts.keys()].filter((identity) => kindOf(identity) === 'email');
  return [...new Set([...all, ...own])];
}

/**
 * The decisions that a signal asks for, before anything is known of the customer: what the store
 * has to look up.
 */
export function decisionsFor(signal: Signal, campaigns: readonly Campaign[]): { campaign: Campaign; id: string }[] {
  return campaigns
    .filter((campaign) => campaign.state === 'running' && triggeredBy(campaign.trigger, signal))
    .map((campaign) => ({ campaign, id: decisionId(campaign.id, signal.id, START) }));
}

/**
 * Whether a signal is looked at whatever waits: a campaign listens to it, or it says who is whose.
 */
export const isRelevant = (signal: Signal, campaigns: readonly Campaign[]): boolean =>
  signal.kind === 'merged' || signal.kind === 'split' || decisionsFor(signal, campaigns).length > 0;

/**
 * Returns the signals that matter: those that campaigns listen to, and everything else about
 * customers for whom something waits, or may have to wait once this batch is decided.
 * @param waiting identities for which something waits already.
 */
export function relevantSignals(
  batch: readonly Signal[],
  campaigns: readonly Campaign[],
  waiting: ReadonlySet<Identity>,
): Signal[] {
  const listened = batch.filter((signal) => isRelevant(signal, campaigns));
  const concerned = new Set([...waiting, ...listened.flatMap(({ identities }) => identities)]);
  return batch.filter(({ identities }) => identities.some((one) => concerned.has(one)));
}
