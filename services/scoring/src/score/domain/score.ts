// Scores one batch of profiles: which customer each identity belongs to, what the touchpoints
// change, and which transitions are to be published. Pure: the store loads `KnownStandings` under
// the locks of its customers and saves the result.
import { InvalidMessage, type ProfileChanged } from '@segue/contracts';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type FactsEdit, type HandChange, type ListChange, handEdit, listEdit } from './facts-edit';
import type { KnownStandings, StandingRow } from './known-standings';
import type { Refolds } from './refold';
import type { ScoredBatch, Scoring } from './scored-batch';
import { ScoringBatch } from './scoring-batch';
import type { ScoringClock } from './standing.state';
import type { Scored } from './transition';

/** Throws InvalidMessage with the index of the message that cannot be scored. */
export function* score(
  batch: readonly ProfileChanged[],
  known: KnownStandings,
  book: Rulebook,
  clock: ScoringClock,
): Scoring {
  const scoring = new ScoringBatch(known, book, clock);
  for (const [place, profile] of batch.entries()) {
    try {
      yield* scoring.take(profile);
    } catch (error) {
      throw invalidMessage(place, error);
    }
  }
  return scoring.result();
}

function invalidMessage(index: number, error: unknown): InvalidMessage {
  const { code = 'fold', path = '' } = (error ?? {}) as { code?: string; path?: string };
  return new InvalidMessage(index, code, path, error instanceof Error ? error.message : String(error));
}

/** Fires what is due up to `until` for customers without news. */
export function* scoreDue(known: KnownStandings, book: Rulebook, until: number, clock: ScoringClock): Scoring {
  const scoring = new ScoringBatch(known, book, clock);
  for (const customer of known.standings.keys()) {
    yield* scoring.fireDue(customer, until);
  }
  return scoring.result();
}

/**
 * Judges customers by an edited rulebook, as part of the edit. `behind` are those whose history
 * must be read once more.
 */
export function* scoreEdit(
  known: KnownStandings,
  refolds: Refolds,
  book: Rulebook,
  clock: ScoringClock,
): Scoring<ScoredBatch & { behind: string[] }> {
  const scoring = new ScoringBatch(known, book, clock);
  const behind: string[] = [];
  for (const customer of known.standings.keys()) {
    if (!(yield* scoring.catchUp(customer, refolds))) behind.push(customer);
    yield;
  }
  const { facts, customers } = scoring.result();
  // Most edits change nothing for most customers: their rows are left as they are, and their next
  // touchpoint finds the same.
  const changed = customers.filter(({ customer, scored }) => !answersAlike(known.standings.get(customer), scored));
  return { facts, customers: changed, behind };
}

/** Puts identities of these customers on a list, or takes them off it. */
export function* scoreList(known: KnownStandings, change: ListChange, book: Rulebook, clock: ScoringClock): Scoring {
  return yield* scoreEdits(known, listEdit(change), book, clock);
}

/** Gives a customer a value tier by hand, or takes it back. */
export function* scoreByHand(known: KnownStandings, change: HandChange, book: Rulebook, clock: ScoringClock): Scoring {
  return yield* scoreEdits(known, handEdit(change), book, clock);
}

function* scoreEdits(known: KnownStandings, edit: FactsEdit, book: Rulebook, clock: ScoringClock): Scoring {
  const scoring = new ScoringBatch(known, book, clock);
  for (const customer of known.standings.keys()) yield* scoring.edit(customer, edit);
  return scoring.result();
}

function answersAlike(before: StandingRow | undefined, { standing, transitions }: Scored): boolean {
  if (!before || transitions.length > 0) return false;
  return JSON.stringify({ ...before.standing, rules: 0 }) === JSON.stringify({ ...standing, rules: 0 });
}
