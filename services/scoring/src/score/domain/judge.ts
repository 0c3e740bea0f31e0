// Judges the tiers and segments of a customer at an instant, in steps. Pure.
import type { Cause, Origin } from '@segue/contracts';
import type { Change, CompiledRule } from '@segue/rules';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { RuleView } from './rule-view';
import { NEVER_JUDGED, type NextChange, type ScoringClock, type Standing } from './standing.state';
import { type Occasion, type Scored, type TransitionDraft, withTransitions } from './transition';

const SCHEMES = ['value', 'rfm'] as const;

/** A judgement in steps: the caller may run other work after each. */
export type Steps = Generator<void, Scored>;

/**
 * Judges what the present rulebook requires again, at the instant judged last, as part of the edit.
 */
export function* catchUp(scored: Scored, book: Rulebook, clock: ScoringClock): Steps {
  const { rules, judgedAt } = scored.standing;
  if (rules === NEVER_JUDGED || rules === book.version || !isCurrent(scored, book)) return scored;
  const edited = book.editedSince(rules);
  const current = underBook(scored, book);
  if (edited.length === 0) return current;
  const cause: Cause = { kind: 'definition', id: `rulebook ${book.version}`, depth: 1 };
  const occasion: Occasion = { cause, origin: 'backfill', occurredAt: judgedAt, recordedAt: clock.wall };
  return yield* judge(current, edited === 'all' ? edited : { edited }, judgedAt, occasion, book, clock);
}

/** Whether the facts can answer every rule of the rulebook. */
function isCurrent({ facts }: Scored, book: Rulebook): boolean {
  for (const { rules } of facts.values()) if (rules.needs !== book.rules.needs.id) return false;
  return true;
}

/** Judges every rule and tier: for new customers, and customers that were merged or split. */
export function* judgeAll(scored: Scored, now: number, occasion: Occasion, book: Rulebook, clock: ScoringClock): Steps {
  return yield* judge(underBook(scored, book), 'all', now, occasion, book, clock);
}

/** Removes segments that no longer exist, and sets the rulebook's version. */
function underBook(scored: Scored, book: Rulebook): Scored {
  const segments = Object.fromEntries(Object.entries(scored.standing.segments).filter(([id]) => book.rules.ruleOf(id)));
  // While facts wait for their backfill some rules cannot be judged: the customer stays behind
  // until they can.
  const rules =
    isCurrent(scored, book) || scored.standing.rules === NEVER_JUDGED ? book.version : scored.standing.rules;
  return { ...scored, standing: { ...scored.standing, segments, rules } };
}

/** Maximum number of leaves judged without a pause; a single rule has hardly more. */
const LEAVES_AT_ONCE = 100;
const portions = new WeakMap<readonly CompiledRule[], (readonly CompiledRule[])[]>();

/**
 * Groups rules into portions that are judged without a pause; a short list is one portion. Cached
 * by list, since the same lists recur.
 */
function portionsOf(rules: readonly CompiledRule[]): readonly (readonly CompiledRule[])[] {
  const known = portions.get(rules);
  if (known) return known;
  const parts: CompiledRule[][] = [];
  let leaves = Infinity;
  for (const rule of rules) {
    leaves += rule.leaves;
    if (leaves <= LEAVES_AT_ONCE) parts.at(-1)?.push(rule);
    else {
      parts.push([rule]);
      leaves = rule.leaves;
    }
  }
  const all = parts.length === 1 ? [rules] : parts;
  portions.set(rules, all);
  return all;
}

/**
 * What to judge: the rules that a change touches, the edited ones, all, or only what is due. What
 * is due is judged in any case.
 */
export type Scope = Change | { edited: readonly CompiledRule[] } | 'all' | 'due';

export function* judge(
  scored: Scored,
  scope: Scope,
  now: number,
  occasion: Occasion,
  book: Rulebook,
  clock: ScoringClock,
): Steps {
  const view = new RuleView(scored.facts, book, now);
  const tiered = judgeTiers(scored.standing, scope, view, occasion.origin, clock);
  const [before, after] = [scored.standing.tiers, tiered.tiers];
  const moved = SCHEMES.filter((scheme) => after[scheme]?.tier !== before[scheme]?.tier);
  // A tier that lasts longer than expected, or is followed by another one, changes the due times of
  // the rules that read it.
  const restated = tiered === scored.standing ? [] : SCHEMES;
  const rules = readableOf(rulesIn(scope, tiered, restated, now, book), scored, book);
  let segments = tiered.segments;
  const turned: TransitionDraft[] = [];
  const portions = portionsOf(rules);
  for (const some of portions) {
    const changed: Record<string, Standing['segments'][string] | null> = {};
    for (const [place, { holds, standsUntil }] of book.rules.judge(some, view.rules, view).entries()) {
      const { id } = some[place] as CompiledRule;
      if ((segments[id]?.holds ?? false) !== holds) turned.push(segmentChange(id, holds, view, book));
      if (holds || standsUntil !== null)
        changed[id] = { holds, next: nextChangeOf(standsUntil, occasion.origin, clock) };
      else if (segments[id]) changed[id] = null;
    }
    segments = withChanged(segments, changed);
    if (portions.length > 1) yield;
  }
  const standing = { ...tiered, segments, judgedAt: now };
  if (moved.length === 0 && turned.length === 0) return { ...scored, standing };
  const drafts = [...moved.map((scheme) => tierChange(scheme, scored.standing, tiered, view)), ...turned];
  return withTransitions({ ...scored, standing }, drafts, occasion, view);
}

/**
 * Replaces answers; null removes one. Without removals, which are rare, nothing is copied twice.
 */
function withChanged(
  segments: Standing['segments'],
  changed: { readonly [id: string]: Standing['segments'][string] | null },
): Standing['segments'] {
  const all: { [id: string]: Standing['segments'][string] | null } = { ...segments, ...changed };
  for (const id in changed) if (changed[id] === null) return withoutNulls(all);
  return all as Standing['segments'];
}

const withoutNulls = (all: { readonly [id: string]: Standing['segments'][string] | null }) =>
  Object.fromEntries(Object.entries(all).filter(([, answer]) => answer !== null)) as Standing['segments'];

function tierChange(scheme: string, before: Standing, after: Standing, view: RuleView): TransitionDraft {
  const because = scheme === 'value' ? view.worth.value.because : (view.worth.rfm?.scores ?? null);
  const [from, to] = [before.tiers[scheme]?.tier ?? null, after.tiers[scheme]?.tier ?? null];
  return { kind: 'tier', subject: scheme, from, to, because };
}

function segmentChange(id: string, holds: boolean, view: RuleView, book: Rulebook): TransitionDraft {
  const because = book.rules.explain(id, view.rules, view);
  return { kind: holds ? 'entered' : 'left', subject: id, from: null, to: null, because };
}

function judgeTiers(standing: Standing, scope: Scope, view: RuleView, origin: Origin, clock: ScoringClock): Standing {
  const due = SCHEMES.some((scheme) => isDue(standing.tiers[scheme]?.next, view.now));
  const asked = scope === 'all' || due || (scope !== 'due' && 'tiers' in scope);
  if (!asked) return standing;
  const { value, rfm } = view.worth;
  const tiers: Record<string, Standing['tiers'][string]> = {
    value: { tier: value.tier, next: nextChangeOf(value.changesAt, origin, clock) },
  };
  if (rfm) tiers.rfm = { tier: rfm.name, next: nextChangeOf(rfm.changesAt, origin, clock) };
  return { ...standing, tiers };
}

function rulesIn(
  scope: Scope,
  standing: Standing,
  restated: readonly string[],
  now: number,
  book: Rulebook,
): readonly CompiledRule[] {
  if (scope === 'all') return book.rules.rules;
  if (scope !== 'due' && 'edited' in scope) return scope.edited;
  const touched = book.rules.touchedBy({ ...(scope !== 'due' && scope), tiers: restated });
  const due: CompiledRule[] = [];
  for (const id in standing.segments) {
    const rule = isDue(standing.segments[id]?.next, now) ? book.rules.ruleOf(id) : undefined;
    if (rule) due.push(rule);
  }
  return due.length === 0 ? touched : [...new Set([...touched, ...due])];
}

function readableOf(rules: readonly CompiledRule[], scored: Scored, book: Rulebook): readonly CompiledRule[] {
  if (isCurrent(scored, book)) return rules;
  const kept = [...scored.facts.values()].map((facts) => book.readable(facts.rules.needs));
  return rules.filter((rule) => kept.every((readable) => readable.has(rule)));
}

function nextChangeOf(at: number | null, origin: Origin, clock: ScoringClock): NextChange | null {
  if (at === null) return null;
  return at <= clock.now ? { at, origin } : { at };
}

const isDue = (next: NextChange | null | undefined, now: number) => !!next && next.at <= now;
