// Evidence of links: every statement of a source that two identities belong together, with the
// verdict of the rules on it. Links follow from evidence, so other rules can be applied to it
// later. Pure.
import { type Identity, type Touchpoint, byStrength, rankOf } from '@segue/contracts';
import type { Link } from './identity';
import { IDENTITY_RULES, type IdentityRules } from './rules';

/**
 * `linked`: the rules take it as a link. `equal_strength`: both identities are of one kind, so that
 * a link would merge two known customers, or two devices; it is kept for review only.
 */
export type Verdict = 'linked' | 'equal_strength';

export interface Evidence extends Link {
  source: string;
  /** Message id of the touchpoint, which `parent` owns. */
  touchpoint: string;
  verdict: Verdict;
}

/** Maximum number of pieces of evidence kept about one child. */
export const MAX_EVIDENCE = 100;

/** Fields of a touchpoint that state links. */
export type Linking = Pick<Touchpoint, 'type' | 'identity' | 'ids' | 'occurredAt'>;

/** Returns the evidence in a touchpoint: one piece for each further identity that it names. */
export function evidenceOf(
  touchpoint: Linking & Pick<Touchpoint, 'source' | 'id'>,
  rules: IdentityRules = IDENTITY_RULES,
): Evidence[] {
  if (!rules.linkingTypes.includes(touchpoint.type)) return [];
  const { identity: parent, ids, occurredAt: at, source, id } = touchpoint;
  const children = ids.filter((child) => child !== parent);
  return children.map((child) => ({ child, parent, at, source, touchpoint: id, verdict: verdictOn(child, parent) }));
}

const verdictOn = (child: Identity, parent: Identity): Verdict =>
  rankOf(child) > rankOf(parent) ? 'linked' : 'equal_strength';

/**
 * Returns the evidence about one child that is kept. Of each parent and source only the first piece
 * counts: a page that identifies its visitor again and again adds nothing. The order of these
 * pieces: links before others, then the first source of every parent before the second source of
 * any, then the earlier; so the link that holds comes first. A piece never moves up as others are
 * added, so the result does not depend on the order in which they are added, nor on how often the
 * bound is applied in between. The SQL of `evidence.store.ts` has the same order.
 */
export function kept(evidence: readonly Evidence[], most = MAX_EVIDENCE): Evidence[] {
  const counts = new Map<Identity, number>();
  const numbered = firstOfEach(evidence).map((one) => {
    const nth = (counts.get(one.parent) ?? 0) + 1;
    counts.set(one.parent, nth);
    return { one, nth };
  });
  numbered.sort(
    (a, b) =>
      Number(a.one.verdict !== 'linked') - Number(b.one.verdict !== 'linked') || a.nth - b.nth || byTime(a.one, b.one),
  );
  return numbered.slice(0, most).map(({ one }) => one);
}

/** Returns the first piece of each parent and source, in order of time. */
function firstOfEach(evidence: readonly Evidence[]): Evidence[] {
  const first = new Map<string, Evidence>();
  for (const one of [...evidence].sort(byTime)) {
    const key = `${one.parent}\n${one.source}`;
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

function byTime(a: Evidence, b: Evidence): number {
  return (
    a.at - b.at || byStrength(a.parent, b.parent) || compare(a.source, b.source) || compare(a.touchpoint, b.touchpoint)
  );
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
