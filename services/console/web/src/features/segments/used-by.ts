// What refers to a segment: campaigns and other segments. Pure.
import type { CampaignShown, Segment } from '../../api/types';

export interface UsedBy {
  kind: 'campaign' | 'segment';
  id: string;
  name: string;
  /** Of a campaign; null for a segment. */
  state: string | null;
}

/** Returns the campaigns and other segments that name a segment; ended campaigns are left out. */
export function usedBy(id: string, segments: readonly Segment[], campaigns: readonly CampaignShown[]): UsedBy[] {
  const others = segments.filter((one) => one.id !== id && names(one.rule, id));
  const speaking = campaigns.filter((one) => one.state !== 'ended' && names(one, id));
  return [
    ...speaking.map(({ id: campaign, name, state }) => ({ kind: 'campaign' as const, id: campaign, name, state })),
    ...others.map(({ id: segment, name }) => ({ kind: 'segment' as const, id: segment, name, state: null })),
  ];
}

/** Whether a definition names a segment: as its trigger, or by a condition of the rule language. */
function names(part: unknown, id: string): boolean {
  if (typeof part !== 'object' || part === null) return false;
  const { kind, segment, id: own } = part as { kind?: unknown; segment?: unknown; id?: unknown };
  if (segment === id || (kind === 'segment' && own === id)) return true;
  return Object.values(part).some((inner) => names(inner, id));
}
