// Which judge a leaf has.
import { latestDecide } from '../facts/windows';
import type { Leaf, SegmentLeaf } from '../language/leaves';
import { ageJudge, dateJudge } from './dates';
import type { LeafJudge } from './judge';
import { consentJudge, recencyJudge, shareJudge, tierJudge, traitJudge } from './known';
import { markJudge } from './marks';
import { numberJudge } from './numbers';
import { orderJudge } from './orders';
import { placeJudge } from './places';
import { sequenceJudge } from './sequence';
import { distinctJudge, timesJudge } from './times';
import { averageJudge, countJudge, ratioJudge, sumJudge } from './totals';
import { unansweredJudge } from './unanswered';

export function judgeOf(leaf: Exclude<Leaf, SegmentLeaf>): LeafJudge {
  switch (leaf.kind) {
    case 'trait':
      return traitJudge(leaf);
    case 'event':
    case 'never':
      return latestDecide(leaf.within) ? timesJudge(leaf) : countJudge(leaf);
    case 'sum':
      return sumJudge(leaf);
    case 'average':
      return averageJudge(leaf);
    case 'ratio':
      return ratioJudge(leaf);
    case 'distinct':
      return distinctJudge(leaf);
    case 'first':
    case 'last':
      return markJudge(leaf);
    case 'unanswered':
      return unansweredJudge(leaf);
    case 'sequence':
      return sequenceJudge(leaf);
    case 'place':
      return placeJudge(leaf);
    case 'order':
      return orderJudge(leaf);
    case 'recency':
      return recencyJudge(leaf);
    case 'tier':
      return tierJudge(leaf);
    case 'number':
      return numberJudge(leaf);
    case 'date':
      return dateJudge(leaf);
    case 'age':
      return ageJudge(leaf);
    case 'consent':
      return consentJudge(leaf);
    case 'share':
      return shareJudge(leaf);
  }
}
