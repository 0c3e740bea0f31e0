// Touchpoints for the tests of this lib.
import type { NumberedTouchpoint } from '@segue/contracts';

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
