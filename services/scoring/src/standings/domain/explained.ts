// A standing with the reasons of its segments and what changes next. Pure.
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { RuleView } from '../../score/domain/rule-view';
import type { Standing } from '../../score/domain/standing.state';
import type { FoundCustomer } from '../../score/domain/known-standings';
import { type UpcomingChange, nextChanges } from './changes';

export interface Explained {
  customer: string;
  standing: Standing;
  view: RuleView;
  /**
   * For each segment that holds: the leaves that decide, and until when it does if nothing happens.
   */
  held: Record<string, { because: unknown; until: number | null }>;
  /** What changes next if nothing happens, soonest first. */
  changes: UpcomingChange[];
}

/**
 * In steps: each question to a large rule of a customer with many orders takes tens of
 * milliseconds.
 */
export function* explained(
  found: FoundCustomer,
  book: Rulebook,
  now: number,
  most: number,
): Generator<void, Explained> {
  const view = new RuleView(found.facts, book, Math.max(now, found.standing.judgedAt));
  const segments = Object.entries(found.standing.segments).filter(([id, { holds }]) => holds && book.rules.ruleOf(id));
  const held: Explained['held'] = {};
  for (const [id, { next }] of segments) {
    yield;
    const because = book.rules.explain(id, view.rules, view);
    yield;
    held[id] = { because, until: untilOf(id, next?.at ?? null, view, book) };
  }
  const changes = yield* nextChanges(found.standing, found.facts, view, book, most);
  return { ...found, view, held, changes };
}

/**
 * What is due already is about to be judged; of what is not, the instant that is kept may only be
 * the next look.
 */
function untilOf(id: string, due: number | null, view: RuleView, book: Rulebook): number | null {
  return due === null || due <= view.now ? due : book.rules.verdict(id, view.rules, view).changesAt;
}
