// Finds customers of the demo for whom one sale would cause a message. Pure.
import { shareOf } from '@segue/measurement';
import { offsetAt } from '@segue/valuation';

/** Answers of the services' APIs; only the fields used here. */
export interface CampaignSeen {
  id: string;
  state: string;
  class: string;
  channel: string;
  control: number;
  againAfterDays: number | null;
  accepts: readonly string[];
  trigger: { on: string; scheme?: string; to?: readonly string[] };
}

export interface LimitsSeen {
  cap: { messages: number; days: number } | null;
  quietHours: { from: string; to: string } | null;
  globalControl: number;
}

export interface CandidateSeen {
  identities: readonly string[];
  traits: Record<string, unknown>;
  consents: Record<string, { granted: boolean }>;
  timeZone: string | null;
}

export interface SentSeen {
  campaign: string;
  outcome: string;
  decidedAt: string;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Returns the campaign that is triggered by reaching the best value tier; null if there is none.
 */
export const greeterIn = (campaigns: readonly CampaignSeen[]): CampaignSeen | null =>
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
  { marginRate, costPerOrder }: { marginRate: number; costPerOrder: number },
  unit: number,
): number {
  const needed = (cutOff - net + costPerOrder) / marginRate;
  return Math.max(unit, Math.ceil(needed / unit) * unit);
}

/** Returns whether the campaign would send to this customer at `now` (UTC ms) if triggered. */
export function wouldWrite(
  campaign: CampaignSeen,
  limits: LimitsSeen,
  { identities, traits, consents, timeZone }: CandidateSeen,
  decisions: readonly SentSeen[],
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
