// Finds customers of the demo that would get a message after one sale. Pure.
import type { CampaignTerms, CustomerDetails, DecisionEntry, SendingLimits, ValueSettings } from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import { offsetAt } from '@segue/valuation';

/** What is known of a customer, as far as it decides about a message. */
type Candidate = Pick<CustomerDetails, 'identities' | 'traits' | 'consents' | 'timeZone'>;

type Decided = Pick<DecisionEntry, 'campaign' | 'outcome' | 'decidedAt'>;

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Returns the campaign that is triggered by reaching the best value tier; null if there is none.
 */
export const greeterIn = (campaigns: readonly CampaignTerms[]): CampaignTerms | null =>
  campaigns.find(
    ({ state, trigger, accepts }) =>
      state === 'running' &&
      accepts.includes('live') &&
      trigger.on === 'tier' &&
      trigger.scheme === 'value' &&
      trigger.to?.includes(BEST) === true,
  ) ?? null;

export const BEST = 'MVC';

/**
 * Returns the smallest whole amount of a sale that raises a net margin to the cut-off, in minor
 * units.
 * @param unit minor units of one whole unit, e.g. 100 for dollars.
 */
export function amountToReach(
  cutOff: number,
  net: number,
  { marginRate, costPerOrder }: ValueSettings['economics'],
  unit: number,
): number {
  const needed = (cutOff - net + costPerOrder) / marginRate;
  return Math.max(unit, Math.ceil(needed / unit) * unit);
}

/** Returns whether the campaign would send to this customer at `now` (UTC ms) if triggered. */
export function wouldWrite(
  campaign: CampaignTerms,
  limits: SendingLimits,
  { identities, traits, consents, timeZone }: Candidate,
  decisions: readonly Decided[],
  now: number,
): boolean {
  // Random groups depend on the identity that was seen first, which is not known here if there are
  // several.
  const [identity] = identities;
  if (identity === undefined || identities.length > 1) return false;
  if (shareOf(`campaign ${campaign.id}`, identity) < campaign.control) return false;
  if (shareOf('global-control', identity) < limits.globalControl) return false;
  if (campaign.class === 'marketing' && consents[`${campaign.channel}/marketing`]?.granted !== true) return false;
  if (campaign.channel === 'email' && typeof traits.email !== 'string') return false;
  const sent = decisions.filter(({ outcome }) => outcome === 'sent');
  const since = (days: number) => sent.filter(({ decidedAt }) => now - Date.parse(decidedAt) < days * DAY_MS);
  const own = campaign.againAfterDays === null ? sent : since(campaign.againAfterDays);
  if (own.some((one) => one.campaign === campaign.id)) return false;
  if (limits.cap !== null && since(limits.cap.days).length >= limits.cap.messages) return false;
  return limits.quietHours === null || timeZone === null || !isQuiet(limits.quietHours, timeZone, now);
}

function isQuiet({ from, to }: { from: string; to: string }, zone: string, now: number): boolean {
  const local = new Date(now + offsetAt(now, zone)).toISOString().slice(11, 16);
  return from <= to ? local >= from && local < to : local >= from || local < to;
}

export const SOON_MS = 10 * MINUTE_MS;
