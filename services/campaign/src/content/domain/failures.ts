// Content that cannot be rendered for several customers in a row pauses its campaign. Pure.
import type { ContentFailure } from './content';

/** Number of customers in a row without rendered content at which a campaign pauses. */
export const MAX_FAILURES = 3;

/** Why a campaign paused by itself: its content failed, or its segment was deleted. */
export type PausedBecause = (ContentFailure & { reason: 'content' }) | { reason: 'segment'; segment: string };

/** The part of a decision by which failures are counted. */
interface Attempt {
  campaign: string;
  campaignVersion: number;
  customer: string;
  outcome: string;
  reason: string;
  checks: readonly { detail: Record<string, unknown> }[];
}

export interface Failing {
  campaign: string;
  version: number;
  because: PausedBecause;
}

/**
 * Whether content failed by its size. That follows from a customer's values, which a public source
 * may have made up, so it is no reason to pause.
 */
const isOfValues = (checks: Attempt['checks']): boolean =>
  (checks.at(-1)?.detail as Partial<ContentFailure> | undefined)?.error === 'size';

/** Counts, by campaign, customers in a row without rendered content. A restart begins at zero. */
export class FailureStreaks {
  private readonly streaks = new Map<string, { version: number; customers: Set<string> }>();

  /** Records decisions and returns the campaigns that should pause. */
  note(decisions: readonly Attempt[]): Failing[] {
    const failing = new Map<string, Failing>();
    for (const decision of decisions) {
      const { campaign, campaignVersion: version, customer, checks } = decision;
      if (decision.outcome === 'sent') this.streaks.delete(campaign);
      if (decision.reason !== 'content' || isOfValues(checks)) continue;
      const known = this.streaks.get(campaign);
      const streak = known?.version === version ? known : { version, customers: new Set<string>() };
      this.streaks.set(campaign, streak);
      if (streak.customers.add(customer).size < MAX_FAILURES) continue;
      this.streaks.delete(campaign);
      const because = { reason: 'content' as const, ...(checks.at(-1)?.detail as unknown as ContentFailure) };
      failing.set(campaign, { campaign, version, because });
    }
    return [...failing.values()];
  }
}
