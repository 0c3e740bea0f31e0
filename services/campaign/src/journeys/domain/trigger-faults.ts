// What is wrong with a trigger that never could fire. Pure.
import type { Trigger } from './trigger';
import { Invalid } from '@segue/contracts';
import { TIERS } from '@segue/valuation';

/** Maximum number of existing names in an error message. */
const MAX_NAMED = 20;

/** Returns the fault of a segment that does not exist, at its path. */
export const segmentFault = (segment: string, segments: readonly string[], path: string): Invalid | null =>
  unknownAmong(segment, segments, 'segment', path);

/** Returns the fault of a trigger that can never fire because its scheme or tier does not exist. */
export function tierFault(trigger: Trigger): Invalid | null {
  if (trigger.on !== 'tier') return null;
  const { scheme, to = [], from = [] } = trigger;
  const named = { to, from };
  const places = (['to', 'from'] as const).flatMap((side) =>
    named[side].map((tier, place) => ({ tier, path: `trigger.${side}.${place}` })),
  );
  return tiersFault(scheme, 'trigger.scheme', places);
}

/** Returns the fault of a scheme, or of a tier of it, that does not exist. */
export function tiersFault(
  scheme: string,
  path: string,
  named: readonly { tier: string; path: string }[],
): Invalid | null {
  const tiers = Object.hasOwn(TIERS, scheme) ? TIERS[scheme] : undefined;
  if (!tiers) return unknownAmong(scheme, Object.keys(TIERS), 'scheme', path);
  for (const one of named) {
    const fault = unknownAmong(one.tier, tiers, 'tier', one.path);
    if (fault) return fault;
  }
  return null;
}

function unknownAmong(name: string, existing: readonly string[], kind: string, path: string): Invalid | null {
  if (existing.includes(name)) return null;
  const some = existing.length > MAX_NAMED ? [...existing.slice(0, MAX_NAMED), '…'] : existing;
  const list = some.length > 0 ? `there are ${some.join(', ')}` : 'there are none yet';
  return new Invalid(`${kind}_unknown`, path, `must be a ${kind} that exists: ${list}`);
}
