// What starts a campaign for a customer: the forms of a trigger, which signals fire it, and what is
// wrong with one that never could. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { Invalid, type Signal, VISIBLE, oneOf } from '@segue/contracts';
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

const Segments = Type.Array(Name, { minItems: 1, maxItems: 20, uniqueItems: true });
const Move = Type.Union([Type.Literal('entered'), Type.Literal('left')]);
/** Customers in one of these are left out. */
const except = Type.Optional(Segments);

export const Trigger = Type.Union([
  Type.Object({ on: Move, segment: Name, except }, closed),
  /**
   * Entering any of several segments; leaving one of them and being in none of the others.
   */
  Type.Object({ on: Move, segments: Segments, except }, closed),
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
  Type.Object({ on: Type.Literal('order'), is: oneOf(ORDER_CHANGES) }, closed),
]);
export type Trigger = Static<typeof Trigger>;

type Firing = Pick<Signal, 'kind' | 'subject' | 'from' | 'to'> & { standing: Pick<Signal['standing'], 'segments'> };

/** The trigger that each kind of signal may fire; null: none. */
const FIRES: Record<Signal['kind'], Trigger['on'] | null> = {
  entered: 'entered',
  left: 'left',
  tier: 'tier',
  touchpoint: 'touchpoint',
  order: 'order',
  merged: null,
  split: null,
};

export function triggeredBy(trigger: Trigger, signal: Firing): boolean {
  if (FIRES[signal.kind] !== trigger.on) return false;
  switch (trigger.on) {
    case 'entered':
    case 'left':
      return segmentsOf(trigger).includes(signal.subject) && !isKeptOut(trigger, signal);
    case 'tier':
      return signal.subject === trigger.scheme && moves(trigger, signal);
    case 'touchpoint':
      return signal.subject === trigger.event;
    case 'order':
      return signal.subject === trigger.is;
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

type SegmentTrigger = Extract<Trigger, { on: 'entered' | 'left' }>;

/** Returns the segments of which a trigger follows entries or exits; none for other triggers. */
export function segmentsOf(trigger: Trigger): readonly string[] {
  if ('segments' in trigger) return trigger.segments;
  return 'segment' in trigger ? [trigger.segment] : [];
}

/** Returns the segments whose customers a trigger leaves out. */
export const exceptionsOf = (trigger: Trigger): readonly string[] => ('except' in trigger && trigger.except) || [];

/** Whether a customer is in an excluded segment, or left one of several and is still in another. */
function isKeptOut(trigger: SegmentTrigger, { subject, standing: { segments } }: Firing): boolean {
  const others = trigger.on === 'left' ? segmentsOf(trigger).filter((one) => one !== subject) : [];
  return [...exceptionsOf(trigger), ...others].some((one) => segments.includes(one));
}

/** Whether a customer in these segments is in one of the trigger's, or out of all of them. */
export function fitsSegments(trigger: SegmentTrigger, segments: readonly string[]): boolean {
  const isIn = segmentsOf(trigger).some((one) => segments.includes(one));
  return isIn === (trigger.on === 'entered') && !exceptionsOf(trigger).some((one) => segments.includes(one));
}

/** Maximum number of existing names in an error message. */
const MAX_NAMED = 20;

/** Returns the fault of a segment that does not exist, at its path. */
export const segmentFault = (segment: string, segments: readonly string[], path: string): Invalid | null =>
  unknownAmong(segment, segments, 'segment', path);

/** Returns the fault of a trigger that can never fire because its scheme or tier does not exist. */
export function tierFault(trigger: Trigger): Invalid | null {
  if (trigger.on !== 'tier') return null;
  const { scheme, to = [], from = [] } = trigger;
  const named = { to, from };
  const places = (['to', 'from'] as const).flatMap((side) =>
    named[side].map((tier, place) => ({ tier, path: `trigger.${side}.${place}` })),
  );
  return tiersFault(scheme, 'trigger.scheme', places);
}

/** Returns the fault of a scheme, or of a tier of it, that does not exist. */
export function tiersFault(
  scheme: string,
  path: string,
  named: readonly { tier: string; path: string }[],
): Invalid | null {
  const tiers = Object.hasOwn(TIERS, scheme) ? TIERS[scheme] : undefined;
  if (!tiers) return unknownAmong(scheme, Object.keys(TIERS), 'scheme', path);
  for (const one of named) {
    const fault = unknownAmong(one.tier, tiers, 'tier', one.path);
    if (fault) return fault;
  }
  return null;
}

function unknownAmong(name: string, existing: readonly string[], kind: string, path: string): Invalid | null {
  if (existing.includes(name)) return null;
  const some = existing.length > MAX_NAMED ? [...existing.slice(0, MAX_NAMED), '…'] : existing;
  const list = some.length > 0 ? `there are ${some.join(', ')}` : 'there are none yet';
  return new Invalid(`${kind}_unknown`, path, `must be a ${kind} that exists: ${list}`);
}
