// The goal of a journey: what ends it as met, counted from the event that began it. Pure.
import { type Static, Type } from '@sinclair/typebox';
import { Invalid, type Signal } from '@segue/contracts';
import { isGiven } from '@segue/orders';
import { Name, type Trigger } from './trigger';

const closed = { additionalProperties: false };
const period = {
  /** Days from the trigger's event within which the goal counts; 7 when absent. */
  withinDays: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 90 })),
};

export const Goal = Type.Union([
  Type.Object(
    {
      event: Name,
      /** Counts an event of another basket than the trigger's apart (`otherwise`), not as met. */
      sameBasket: Type.Optional(Type.Boolean()),
      ...period,
    },
    closed,
  ),
  /** The first order that is placed. */
  Type.Object({ order: Type.Literal('placed'), ...period }, closed),
]);
export type Goal = Static<typeof Goal>;

/** `otherwise`: the event came, but for another basket than the trigger's. */
export type GoalEnd = 'met' | 'otherwise';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 7;

/** Returns the end of the period in which the goal of an enrolment counts, UTC milliseconds. */
export const goalUntil = ({ withinDays = DEFAULT_DAYS }: Goal, cause: Pick<Signal, 'occurredAt'>): number =>
  Math.round(cause.occurredAt + withinDays * DAY_MS);

/** Returns the key (`keyOf`) of the signals that meet a goal. */
export const goalKey = (goal: Goal): string => ('event' in goal ? eventKey(goal.event) : `order ${goal.order}`);

export const eventKey = (event: string): string => `touchpoint ${event}`;
export const keyOf = ({ kind, subject }: Pick<Signal, 'kind' | 'subject'>): string => `${kind} ${subject}`;

type Evidence = Pick<Signal, 'id' | 'kind' | 'subject' | 'occurredAt' | 'cause' | 'because'>;

/** Returns how a signal ends an enrolment that `cause` began; null where the goal is not met. */
export function endedBy(goal: Goal, cause: Evidence, signal: Evidence): GoalEnd | null {
  if (keyOf(signal) !== goalKey(goal) || isSame(cause, signal)) return null;
  if (signal.occurredAt < cause.occurredAt || signal.occurredAt > goalUntil(goal, cause)) return null;
  if (!('event' in goal) || !goal.sameBasket) return 'met';
  return sharesBasket(cause.because, signal.because) ? 'met' : 'otherwise';
}

/** Whether both are about one touchpoint: an order that begins a journey does not end it. */
const isSame = (cause: Evidence, signal: Evidence): boolean =>
  signal.id === cause.id || (signal.cause?.kind === 'touchpoint' && signal.cause.id === cause.cause?.id);

const BASKET_IDS = [
  ['cart_id', 'cartId'],
  ['checkout_id', 'checkoutId'],
  ['order_id', 'orderId'],
];

/** Compares the ids of the basket that both name; where there is none, the products. */
function sharesBasket(one: unknown, other: unknown): boolean {
  const [a, b] = [propertiesIn(one), propertiesIn(other)];
  const ids = BASKET_IDS.map((names) => [textOf(a, names), textOf(b, names)] as const).filter(
    ([x, y]) => x !== null && y !== null,
  );
  if (ids.length > 0) return ids.some(([x, y]) => x === y);
  const products = new Set(productsIn(a));
  return productsIn(b).some((product) => products.has(product));
}

const propertiesIn = (because: unknown): Record<string, unknown> =>
  typeof because === 'object' && because !== null ? (because as Record<string, unknown>) : {};

function textOf(properties: Record<string, unknown>, names: readonly string[]): string | null {
  const value = names.map((name) => properties[name]).find(isGiven);
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : null;
}

const PRODUCT_IDS = ['product_id', 'productId', 'sku'];

function productsIn(properties: Record<string, unknown>): string[] {
  const listed = Array.isArray(properties.products) ? (properties.products as unknown[]) : [];
  return [properties, ...listed.map(propertiesIn)].flatMap((one) => textOf(one, PRODUCT_IDS) ?? []);
}

/** Returns the fault of a goal that can never be counted as it says. */
export function goalFault(goal: Goal | undefined, trigger: Trigger): Invalid | null {
  const wantsBasket = goal !== undefined && 'event' in goal && goal.sameBasket === true;
  return wantsBasket && trigger.on !== 'touchpoint'
    ? new Invalid('basket_unknown', 'goal.sameBasket', 'needs a trigger that is an event: only events name a basket')
    : null;
}
