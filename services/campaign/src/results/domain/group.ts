// The groups of a campaign with a control group. A customer is in one from the first decision that
// asked for it, whatever becomes of the message: so both groups hold customers of the same kind.
import type { Decision } from '../../decide/domain/decision';

/**
 * Returns whether a decision puts its customer into the treated group (true) or the control group
 * (false); null for neither.
 */
export function isTreated({ checks }: Pick<Decision, 'checks'>): boolean | null {
  return checks.find(({ check }) => check === 'control')?.passed ?? null;
}
