// What a webhook of another system comes to: events of the Segment spec, and what was left out.
// Pure.
import type { Identity } from '@segue/contracts';
import { hash } from '../../accept/domain/digest';
import type { SegmentEvent } from '../../accept/domain/segment-event';
import { MAX_EVENT_BYTES } from '../../accept/limits';
import { withoutProducts } from './lines';

/** Header fields by name in lower case. */
export type WebhookHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** Returns the first value of a header field. */
export const oneOf = (value: WebhookHeaders[string]): string | undefined => (Array.isArray(value) ? value[0] : value);

/** A request whose signature was checked. */
export interface Delivery {
  headers: WebhookHeaders;
  /** The parsed body, with long integers as text; for a binary CloudEvent its data. */
  body: unknown;
  source: {
    id: string;
    /** Whether orders count before they are paid, such as cash on delivery. */
    countUnpaid: boolean;
  };
  /** Country of phone numbers without a prefix; ISO 3166-1. */
  country?: string | undefined;
}

/**
 * Why a webhook, or a part of it, makes no touchpoint: its topic has no meaning here (`topic`), a
 * test order, nobody is named as the buyer, a privacy request that is only recorded, a check of the
 * address (`ping`), a refund of an unknown order or one that has not been paid back yet, or a
 * record of a payment that another topic counts.
 */
export const IGNORED = [
  'topic',
  'test_order',
  'no_customer',
  'privacy_request',
  'ping',
  'order_unknown',
  'refund_pending',
  'counted_elsewhere',
] as const;
export type Ignored = (typeof IGNORED)[number];

/** A refund whose webhook does not name the buyer. */
export interface RefundOfOrder {
  /** The system's id of the order. */
  order: string;
  /** Builds the event once the order's id and its owner, `kind:value`, are known. */
  eventFor: (orderId: string, owner: Identity) => SegmentEvent;
}

/** An order that its own webhook showed. */
export interface KnownOrder {
  /** The system's id of the order. */
  object: string;
  /** The id under which Segue has it. */
  orderId: string;
  /** Whose touchpoints it made. */
  owner: Identity;
}

export interface Reading {
  events: readonly SegmentEvent[];
  ignored: readonly Ignored[];
  /** The order of the webhook, to be kept once its events are accepted. */
  order?: KnownOrder;
  refund?: RefundOfOrder;
}

export const taken = (events: readonly SegmentEvent[], ignored: readonly Ignored[] = []): Reading => ({
  events,
  ignored,
});
export const ignored = (reason: Ignored): Reading => ({ events: [], ignored: [reason] });

/** The rest is for the event's own id. */
const MAX_FIELD_BYTES = MAX_EVENT_BYTES - 1024;

/** An event before it has an id. */
export type Fields = Omit<SegmentEvent, 'messageId'>;

/**
 * Returns the event with an id made of the system's id and of the content. So a webhook that is
 * delivered again, or the same fact in another webhook, is the same event, and another state of the
 * same object is another event. What would be too large for an event is taken without its products.
 */
export function identified(about: string, whole: Fields): SegmentEvent {
  const isLarge = Buffer.byteLength(JSON.stringify(whole)) > MAX_FIELD_BYTES;
  const fields = isLarge ? { ...whole, properties: withoutProducts(whole.properties ?? {}) } : whole;
  return { ...fields, messageId: `${about.slice(0, 200)}/${hash(JSON.stringify(fields))}` };
}
