// The steps of a journey as a marketer writes them, one form for each kind. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { CHANNELS, SLUG, oneOf } from '@segue/contracts';
import { Content } from '../../../content/domain/variant';
import { Name } from '../trigger';

const closed = { additionalProperties: false };

export const MAX_STEPS = 50;
const MAX_WAIT_S = 366 * 86_400;

/** Name of a step within its journey. */
const Node = Type.String({
  pattern: SLUG.source,
  description: 'name of a step: small letters, digits and dashes',
});
export type NodeId = Static<typeof Node>;

const Seconds = Type.Integer({ minimum: 1, maximum: MAX_WAIT_S, description: 'seconds, at most 366 days' });

export const Channel = oneOf(CHANNELS);

const Send = Type.Object(
  {
    node: Node,
    kind: Type.Literal('send'),
    next: Node,
    /** When absent, those of the campaign. */
    channel: Type.Optional(Channel),
    webhook: Type.Optional(Name),
    content: Type.Optional(Content),
    /**
     * Unless false, a message after a wait is held back (`no-longer`) where the campaign's trigger
     * no longer holds.
     */
    whileTriggerHolds: Type.Optional(Type.Boolean()),
  },
  closed,
);

const WaitForTime = Type.Object({ node: Node, kind: Type.Literal('wait'), for: Seconds, next: Node }, closed);

const WaitUntil = Type.Object(
  {
    node: Node,
    kind: Type.Literal('wait'),
    /** The next such time of the customer's clock; the brand's where their zone is unknown. */
    until: Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: 'HH:MM' }),
    /** 1 (Monday) to 7; every day when absent. */
    weekdays: Type.Optional(
      Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    ),
    next: Node,
  },
  closed,
);

const WaitForEvent = Type.Object(
  {
    node: Node,
    kind: Type.Literal('wait'),
    /** Name of an event of the customer; it ends the wait and leads to `next`. */
    event: Name,
    timeout: Seconds,
    next: Node,
    /** Where it goes when the time is up. */
    otherwise: Node,
  },
  closed,
);

const not = Type.Optional(Type.Boolean({ description: 'true: where it does not hold' }));

/** What a branch asks of the customer as known when the step is reached. */
const Condition = Type.Union([
  Type.Object({ segment: Name, not }, closed),
  Type.Object({ scheme: Name, tier: Name, not }, closed),
  Type.Object({ consent: Type.String({ pattern: '^[a-z]+/[a-z]+$', description: 'channel/purpose' }), not }, closed),
  Type.Object(
    { trait: Name, equals: Type.Union([Type.String({ maxLength: 1000 }), Type.Number(), Type.Boolean()]), not },
    closed,
  ),
]);
export type Condition = Static<typeof Condition>;

const Branch = Type.Object(
  {
    node: Node,
    kind: Type.Literal('branch'),
    /** The first branch with a condition that holds is taken. */
    ways: Type.Array(Type.Object({ if: Condition, next: Node }, closed), { minItems: 1, maxItems: 10 }),
    otherwise: Node,
  },
  closed,
);

const Split = Type.Object(
  {
    node: Node,
    kind: Type.Literal('split'),
    /** Shares are relative to their sum. A customer always takes the same way. */
    ways: Type.Array(
      Type.Object({ share: Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000 }), next: Node }, closed),
      { minItems: 2, maxItems: 10 },
    ),
  },
  closed,
);

/** Ends the enrolment and counts its goal as met. */
const Goal = Type.Object({ node: Node, kind: Type.Literal('goal') }, closed);
const Exit = Type.Object({ node: Node, kind: Type.Literal('exit') }, closed);

export const JourneyStep = Type.Union([Send, WaitForTime, WaitUntil, WaitForEvent, Branch, Split, Goal, Exit]);
export type JourneyStep = Static<typeof JourneyStep>;
export type StepKind = JourneyStep['kind'];

/** A form of each kind; `STEPS` (table.ts) fails to compile when a kind has no handler. */
export type StepOf<K extends StepKind> = Extract<JourneyStep, { kind: K }>;

/** In any order; a customer begins at the first. */
export const Steps = Type.Array(JourneyStep, { minItems: 1, maxItems: MAX_STEPS });

/** Returns the steps to which a step may lead, with the path of each name within the step. */
export function exitsOf(step: JourneyStep): { path: string; to: NodeId }[] {
  const ways = 'ways' in step ? step.ways.map(({ next }, place) => ({ path: `ways.${place}.next`, to: next })) : [];
  return [
    ...('next' in step ? [{ path: 'next', to: step.next }] : []),
    ...ways,
    ...('otherwise' in step ? [{ path: 'otherwise', to: step.otherwise }] : []),
  ];
}
