// What starts a campaign for a customer: the forms of a trigger, which signals fire it, and what is
// wrong with one that never could. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { Invalid, type Signal, VISIBLE } from '@segue/contracts';
import { ORDER_CHANGES } from '@segue/orders';
import { TIERS } from '@segue/valuation';

export const Name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: VISIBLE.source,
  description: '1 to 200 characters, one of them visible',
});
const Tiers = Type.Array(Name, { minItems: 1, maxItems: 50, uniqueItems: true });
const closed = { additionalProperties: false };

export const Trigger = Type.Union([
  Type.Object({ on: Type.Union([Type.Literal('entered'), Type.Literal('left')]), segment: Name }, closed),
  Type.Object(
    {
      on: Type.Literal('tier'),
      scheme: Name,
      /**
       * Only moves to one of these tiers; all moves when absent. The first tier of a customer is a
       * move from nothing.
       */
      to: Type.Optional(Tiers),
      from: Type.Optional(Tiers),
    },
    closed,
  ),
  Type.Object({ on: Type.Literal('touchpoint'), event: Name }, closed),
  /**
   * Once for each order, change of its amount, refund or cancellation, however often it is
   * reported.
   */
  Type.Object({ on: Type.Literal('order'), is: Type.Union(ORDER_CHANGES.map((one) => Type.Literal(one))) }, closed),
]);
export type Trigger = Static<typeof Trigger>;

export function triggeredBy(trigger: Trigger, signal: Pick<Signal, 'kind' | 'subject' | 'from' | 'to'>): boolean {
  switch (trigger.on) {
    case 'entered':
    case 'left':
      return signal.kind === trigger.on && signal.subject === trigger.segment;
    case 'tier':
      return signal.kind === 'tier' && signal.subject === trigger.scheme && moves(trigger, signal);
    case 'touchpoint':
      return signal.kind === 'touchpoint' && signal.subject === trigger.event;
    case 'order':
      return signal.kind === 'order' && signal.subject === trigger.is;
    default:
      return never(trigger);
  }
}

function moves(trigger: { to?: string[]; from?: string[] }, { from, to }: Pick<Signal, 'from' | 'to'>): boolean {
  const arrives = !trigger.to || (to !== null && trigger.to.includes(to));
  const departs = !trigger.from || (from !== null && trigger.from.includes(from));
  return arrives && departs;
}

function never(value: never): never {
  throw new Error(`unknown trigger ${JSON.stringify(value)}`);
}

/** Returns the segment of which a trigger follows entries or exits; null for other triggers. */
export const segmentOf = (trigger: Trigger): string | null => ('segment' in trigger ? trigger.segment : null);

/** Maximum number of existing names in an error message. */
const MAX_NAMED = 20;

/** Returns the fault of a trigger that can never fire because `segments` lacks its segment. */
export function segmentFault(trigger: Trigger, segments: readonly string[]): Invalid | null {
  const segment = segmentOf(trigger);
  return segment === null ? null : unknownAmong(segment, segments, 'segment', 'trigger.segment');
}

/** Returns the fault of a trigger that can never fire because its scheme or tier does not exist. */
export function tierFault(trigger: Trigger): Invalid | null {
  if (trigger.on !== 'tier') return null;
  const { scheme, to = [], from = [] } = trigger;
  const tiers = Object.hasOwn(TIERS, scheme) ? TIERS[scheme] : undefined;
  if (!tiers) return unknownAmong(scheme, Object.keys(TIERS), 'scheme', 'trigger.scheme');
  const named = { to, from };
  for (const side of ['to', 'from'] as const) {
    for (const [place, tier] of named[side].entries()) {
      const fault = unknownAmong(tier, tiers, 'tier', `trigger.${side}.${place}`);
      if (fault) return fault;
    }
  }
  return null;
}

function unknownAmong(name: string, existing: readonly string[], kind: string, path: string): Invalid | null {
  if (existing.includes(name)) return null;
  const some = existing.length > MAX_NAMED ? [...existing.slice(0, MAX_NAMED), '…'] : existing;
  const list = some.length > 0 ? `there are ${some.join(', ')}` : 'there are none yet';
  return new Invalid(`${kind}_unknown`, path, `must be a ${kind} that exists: ${list}`);
}
