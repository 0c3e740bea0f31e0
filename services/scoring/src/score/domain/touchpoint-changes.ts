// What a touchpoint may change, and the signals it causes by itself. Pure.
import type { NumberedTouchpoint } from '@segue/contracts';
import { isOrderEvent } from '@segue/orders';
import { changesConsents, isKnown } from '@segue/parts';
import type { Change } from '@segue/rules';
import type { Rulebook } from '../../rulebook/domain/rulebook';
import { type Facts, changedTraits } from './facts';
import type { Scope } from './judge';
import { zoneOf } from './rule-view';
import type { NamedDraft, Occasion, Scored } from './transition';

/**
 * Returns what a touchpoint may change: everything where it changes the time zone, which moves
 * windows, or makes the customer a known person, which changes the trust in public sources.
 */
export function scopeOf(touchpoint: NumberedTouchpoint, before: Scored, after: Scored, book: Rulebook): Scope {
  const partIn = ({ facts }: Scored) => (facts.get(touchpoint.identity) as Facts).part;
  const [was, is] = [partIn(before), partIn(after)];
  if (zoneOf(was) !== zoneOf(is) || isKnown(was) !== isKnown(is)) return 'all';
  const change = changeBy(touchpoint, book);
  if (touchpoint.type !== 'identify') return change;
  return { ...change, traits: changedTraits(before.facts, after.facts, book.brand) };
}

/**
 * Returns what a touchpoint may change apart from traits: orders and paid contacts change money;
 * any other touchpoint only what rules ask of its kind.
 */
function changeBy(touchpoint: NumberedTouchpoint, book: Rulebook): Change {
  const ordered = touchpoint.type === 'track' && isOrderEvent(touchpoint.event);
  const costs = touchpoint.event === 'Message Sent' && book.settings.economics.costPerContact > 0;
  const consents = changesConsents(touchpoint);
  if (!ordered && !costs) return { touchpoint, consents };
  return { touchpoint, consents, recency: ordered, orders: ordered, numbers: 'all', tiers: [] };
}

/** Returns the signal of a touchpoint that campaigns subscribe to; none for any other. */
export function touchpointTransitions(touchpoint: NumberedTouchpoint, book: Rulebook): NamedDraft[] {
  if (!book.subscribedEvents.has(touchpoint.event)) return [];
  const { identity, source, id, event, properties } = touchpoint;
  const name = `${identity}/${source}/${id}`;
  return [{ kind: 'touchpoint', subject: event, from: null, to: null, because: properties, id: name }];
}

export function occasionOf(touchpoint: NumberedTouchpoint): Occasion {
  const { identity, source, id, origin, occurredAt, recordedAt } = touchpoint;
  const depth = (touchpoint.cause?.depth ?? 0) + 1;
  return { cause: { kind: 'touchpoint', id: `${identity}/${source}/${id}`, depth }, origin, occurredAt, recordedAt };
}
