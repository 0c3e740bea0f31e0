// What starts a campaign for a customer: the forms of a trigger, and which signals fire it. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { type Signal, VISIBLE, oneOf } from '@segue/contracts';
import { ORDER_CHANGES } from '@segue/orders';

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

/** Returns the segments whose entries or exits a trigger follows; none for other triggers. */
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
