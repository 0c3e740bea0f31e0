// The standing of a customer that absorbs another. Pure.
import { NEVER_JUDGED, type Standing } from './standing.state';

/**
 * Joins the segments of an absorbed customer to the survivor's standing, so that a merge alone
 * makes neither leave a segment.
 */
export function joinStandings(survivor: Standing, absorbed: Standing): Standing {
  const own = survivor.rules > 0 ? survivor : { ...absorbed, identities: survivor.identities, number: survivor.number };
  return {
    ...own,
    judgedAt: Math.max(survivor.judgedAt, absorbed.judgedAt),
    number: Math.max(survivor.number, absorbed.number),
    rules:
      survivor.rules === NEVER_JUDGED || absorbed.rules === NEVER_JUDGED
        ? own.rules
        : Math.min(survivor.rules, absorbed.rules),
    segments: { ...absorbed.segments, ...own.segments },
  };
}
