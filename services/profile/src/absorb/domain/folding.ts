// One touchpoint folded into the row of its identity, and the links that it makes. Pure.
import {
  type Identity,
  InvalidMessage,
  type NumberedTouchpoint,
  type Touchpoint,
  customerIdOf,
} from '@segue/contracts';
import { type Brand, EMPTY_PART, type Folding, evolve } from '@segue/parts';
import type { IdentityRow, Link } from '../../identities/domain/identity';
import { linked } from '../../identities/domain/links';

/**
 * Returns a touchpoint that was folded before, with the number that it got then.
 * @throws {InvalidMessage} when it bears the id of another touchpoint.
 */
export function redelivered(
  touchpoint: Touchpoint,
  before: { number: number; digest: string },
  place: number,
): NumberedTouchpoint {
  if (before.digest === touchpoint.digest) return { ...touchpoint, number: before.number };
  throw new InvalidMessage(place, 'conflict', 'messageId', 'this message id was used before with another content');
}

export function newRow(identity: Identity): IdentityRow {
  return {
    identity,
    customer: customerIdOf(identity),
    number: 0,
    link: null,
    linkedLast: null,
    apart: null,
    part: EMPTY_PART,
  };
}

/** Folds a touchpoint. @throws {InvalidMessage} with its place when it cannot be folded. */
export function fold(
  row: IdentityRow,
  touchpoint: Touchpoint,
  brand: Brand,
  place: number,
  folding: Folding,
): IdentityRow {
  try {
    return { ...row, number: row.number + 1, part: evolve(row.part, touchpoint, brand, folding) };
  } catch (error) {
    const { code = 'fold', path = '', message } = error as { code?: string; path?: string; message: string };
    throw new InvalidMessage(place, code, path, message);
  }
}

/** Adds a link; returns whether the child's row changed. */
export function relink(rows: Map<Identity, IdentityRow>, link: Link): boolean {
  const child = rows.get(link.child) ?? newRow(link.child);
  const relinked = linked(child, link);
  rows.set(link.child, relinked);
  return relinked !== child;
}
