// By which version of its campaign an enrolment goes on. Pure.
import type { Campaign, CampaignDraft } from './campaign';
import type { WaitingEnrolment } from './enrolment';
import { isRecorded, journeyOf } from './journey';

/** A version that was in force at some time. */
export interface Version {
  id: string;
  version: number;
  draft: CampaignDraft;
  /** Whether enrolments under way go on by it where their step survives. */
  moves: boolean;
}

/**
 * Returns the campaign by which an enrolment goes on: the version by which it began, or the newest
 * version that takes over enrolments under way and still has the enrolment's step, by name and
 * kind. The state is always the one in force. A campaign of one message without a goal is sent by
 * the version in force.
 * @param versions of the campaign, from the enrolment's own on.
 */
export function campaignFor(enrolment: WaitingEnrolment, current: Campaign, versions: readonly Version[]): Campaign {
  if (enrolment.version === current.version) return current;
  const later = versions
    .filter(({ id, version }) => id === current.id && version >= enrolment.version)
    .sort((a, b) => a.version - b.version);
  const own = later[0];
  if (own?.version !== enrolment.version || (!isRecorded(own.draft) && !isRecorded(current))) return current;
  const kept = later.slice(1).reduce((at, next) => (next.moves && survives(enrolment, at, next) ? next : at), own);
  const { id, state, pausedBecause } = current;
  return { ...kept.draft, id, version: kept.version, state, pausedBecause };
}

function survives({ node, waitsFor }: WaitingEnrolment, from: Version, to: Version): boolean {
  const [before, after] = [from, to].map(({ id, version, draft }) =>
    journeyOf({ ...draft, id, version }).steps.find((step) => step.node === node),
  );
  return waitsFor === 'goal' || (before !== undefined && before.kind === after?.kind);
}
