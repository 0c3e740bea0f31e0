// Which signals of a batch concern campaigns, and which addresses their messages may go to. Pure.
import { type Identity, type Signal, kindOf } from '@segue/contracts';
import { mailboxOf } from '../../contacts/domain/mailbox';
import type { Campaign } from '../../journeys/domain/campaign';
import { enrolmentId } from '../../journeys/domain/enrolment';
import { channelsOf, isRecorded } from '../../journeys/domain/journey';
import { triggeredBy } from '../../journeys/domain/trigger';
import type { KnownContacts } from './batch';
import { START, decisionId } from './decision';

/**
 * Returns the addresses to which decisions on these signals, and on waits that are over, may send
 * marketing.
 */
export function addressesIn(
  signals: readonly Signal[],
  known: Omit<KnownContacts, 'mailboxes'>,
  campaigns: readonly Campaign[],
): Identity[] {
  const mayMail = (campaign: Pick<Campaign, 'channel' | 'steps' | 'class'>) =>
    campaign.class === 'marketing' && channelsOf(campaign).includes('email');
  if (![...campaigns, ...known.versions.map(({ draft }) => draft)].some(mayMail)) return [];
  const causes = known.due.map(({ context }) => context.signal);
  const latest = [...known.states.values()].map(({ head, customer }) => ({ head, customer, identities: [] }));
  const all = [...signals, ...causes, ...latest].flatMap((one) => mailboxOf(one, { channel: 'email' }) ?? []);
  const own = [...known.contacts.keys()].filter((identity) => kindOf(identity) === 'email');
  return [...new Set([...all, ...own])];
}

/** Returns the decisions that a signal starts, with the ids that the store has to look up. */
export function decisionsFor(signal: Signal, campaigns: readonly Campaign[]): { campaign: Campaign; id: string }[] {
  return campaigns
    .filter((campaign) => campaign.state === 'running' && triggeredBy(campaign.trigger, signal))
    .map((campaign) => ({ campaign, id: decisionId(campaign.id, signal.id, START) }));
}

/** Returns the ids of enrolments on record that signals may begin, for the store to look up. */
export function enrolmentsFor(signals: readonly Signal[], campaigns: readonly Campaign[]): string[] {
  const recorded = campaigns.filter(isRecorded);
  if (recorded.length === 0) return [];
  return signals.flatMap((signal) =>
    decisionsFor(signal, recorded).map(({ campaign }) => enrolmentId(campaign.id, signal.id)),
  );
}

/** Whether a signal is handled in any case: a campaign subscribes to it, or it merges or splits. */
export const isRelevant = (signal: Signal, campaigns: readonly Campaign[]): boolean =>
  signal.kind === 'merged' || signal.kind === 'split' || decisionsFor(signal, campaigns).length > 0;

/**
 * Returns the relevant signals, and all others about customers with a waiting enrolment or with a
 * relevant signal, which may begin one.
 * @param waiting identities with a waiting enrolment.
 */
export function relevantSignals(
  batch: readonly Signal[],
  campaigns: readonly Campaign[],
  waiting: ReadonlySet<Identity>,
): Signal[] {
  const relevant = batch.filter((signal) => isRelevant(signal, campaigns));
  const concerned = new Set([...waiting, ...relevant.flatMap(({ identities }) => identities)]);
  return batch.filter(({ identities }) => identities.some((one) => concerned.has(one)));
}
