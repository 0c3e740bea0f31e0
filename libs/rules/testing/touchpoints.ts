// Touchpoints for the tests of this lib.
import { type NumberedTouchpoint, turnOf } from '@segue/contracts';

export function touchpoint(some: Partial<NumberedTouchpoint>): NumberedTouchpoint {
  const number = some.number ?? 1;
  return {
    v: 1,
    identity: 'userId:u1',
    source: 'site',
    id: `m${number}`,
    type: 'track',
    event: 'Order Completed',
    ids: [some.identity ?? 'userId:u1'],
    properties: {},
    context: {},
    digest: 'd',
    occurredAt: 0,
    recordedAt: some.occurredAt ?? 0,
    origin: 'live',
    cause: null,
    number,
    ...some,
  };
}

/**
 * Returns the traits that hold after a history: the latest value of each, by event time, then by
 * turn.
 */
export function traitsOf(history: readonly NumberedTouchpoint[]): Record<string, unknown> {
  const words = history
    .filter(({ type }) => type === 'identify')
    .sort((a, b) => a.occurredAt - b.occurredAt || (turnOf(a) < turnOf(b) ? -1 : 1));
  return Object.fromEntries(words.flatMap(({ properties }) => Object.entries(properties)));
}
