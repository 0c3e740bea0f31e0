// Facts of several identities side by side.
import { canonical } from '../language/canonical';
import type { Facts, RuleFacts } from './facts';
import { foldedIn } from './folded-numbers';
import { own } from './kept';

/**
 * Facts of several identities side by side. Commutative, associative and idempotent. Of two states
 * of one identity the one that has folded more is kept whole: two states that grew apart cannot be
 * mixed, since a count does not show what it counted. What only the other one had folded counts as
 * not folded (`hasFolded`), so it is counted once when it is folded again.
 */
export function join(a: Facts, b: Facts): Facts {
  const joined: Record<string, RuleFacts> = { ...a };
  for (const [identity, part] of Object.entries(b)) {
    const other = own(joined, identity);
    joined[identity] = other && !isAhead(part, other) ? other : part;
  }
  return joined;
}

function isAhead(a: RuleFacts, b: RuleFacts): boolean {
  const more = foldedIn(a) - foldedIn(b);
  if (more !== 0) return more > 0;
  // Equal counts mean equal parts unless the gaps or the needs differ. Then any order will do, as
  // long as it does not depend on how a part was stored.
  return canonical(a) > canonical(b);
}
