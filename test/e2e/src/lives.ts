// The input of end-to-end tests: the CDNOW sample, and generated customers with events that it
// lacks. A pure function of a seed.
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { projectRoot } from '@segue/infra';
import { type OrderRow, inTimeOrder, orderEvents, readCdnow } from '@segue/order-files';

export interface LifeEvent {
  type: 'track' | 'identify';
  messageId: string;
  timestamp: string;
  userId?: string;
  anonymousId?: string;
  event?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context?: Record<string, unknown>;
}

const DAY = 86_400_000;
const START = Date.UTC(1997, 0, 1);
const DAYS = 540;

export function cdnowRows(): OrderRow[] {
  return readCdnow(readFileSync(join(projectRoot(), 'test/data/CDNOW_sample.txt'), 'utf8'));
}

/**
 * Returns the purchases of the sample in time order, and for every other customer a consent to
 * webhooks a minute before the first.
 */
export function cdnowLives(zone: string, customers = Infinity): Sent[] {
  const rows = cdnowRows().filter((row) => Number(row.customer) <= customers);
  const purchases = orderEvents(rows, { zone, currency: 'USD', prefix: '' });
  const first = new Map<string, string>();
  for (const { userId, timestamp } of purchases) if (!first.has(userId)) first.set(userId, timestamp);
  const consents = [...first]
    .filter(([userId]) => Number(userId) % 2 === 0)
    .map(([userId, timestamp]) => consent(userId, Date.parse(timestamp) - 60_000));
  return inTimeOrder<LifeEvent>([...consents, ...purchases]).map(sentAtOnce);
}

/** Returns all touchpoints in the order of sending; those of the same time keep their order. */
export function together(...lives: (readonly Sent[])[]): Sent[] {
  return lives.flat().sort((a, b) => a.at - b.at);
}

/** A touchpoint and when it is sent, UTC milliseconds; after its own time if it is late. */
export interface Sent {
  at: number;
  event: LifeEvent;
}

export interface Generated {
  /** Touchpoints in the order of sending. */
  sent: Sent[];
  /**
   * Customers with touchpoints out of time order or with several identities, whose profiles and
   * standings must agree all the same.
   */
  unordered: Set<string>;
}

/**
 * Returns customers with anonymous visits, identifies, refunds before their orders, duplicates,
 * late touchpoints, cancellations and lapses.
 */
export function generatedLives(count: number, seed: string): Generated {
  const sent: Sent[] = [];
  const unordered = new Set<string>();
  for (let index = 0; index < count; index++) {
    const life = lifeOf(index, seed);
    sent.push(...life.moments);
    if (life.unordered) unordered.add(`userId:${life.userId}`);
  }
  return { sent: together(sent), unordered };
}

function lifeOf(index: number, seed: string): { userId: string; unordered: boolean; moments: Sent[] } {
  const dice = diceOf(`${seed} ${index}`);
  const userId = `gen-${index}`;
  const moments: Sent[] = [];
  let number = 0;
  const add = (at: number, event: Omit<LifeEvent, 'messageId' | 'timestamp'>, sentAt = at) => {
    const whole = { ...event, messageId: `${userId}/${number++}`, timestamp: new Date(at).toISOString() };
    moments.push({ at: sentAt, event: whole });
    // One in eight is sent twice, the second time a while later.
    if (dice() < 0.125) moments.push({ at: sentAt + Math.floor(dice() * 3 * DAY), event: whole });
  };
  const start = START + Math.floor(dice() * 120 * DAY);
  const anonymous = dice() < 0.4;
  const late = dice() < 0.2;
  if (anonymous) {
    const anonymousId = `anon-${index}`;
    add(start, { type: 'track', event: 'Product Viewed', anonymousId, properties: { category: 'Jazz' } });
    add(start + DAY, { type: 'track', event: 'Product Viewed', anonymousId, properties: { category: 'Folk' } });
    add(start + 2 * DAY, { type: 'identify', userId, anonymousId, traits: { city: 'Wien', tierHint: index % 3 } });
    add(start + 3 * DAY, { type: 'track', event: 'Product Viewed', anonymousId, properties: { category: 'Jazz' } });
  } else {
    add(start, { type: 'identify', userId, traits: { city: 'Graz', tierHint: index % 3 } });
  }
  if (dice() < 0.7) {
    moments.push(sentAtOnce(consent(userId, start + 3 * DAY + 1)));
  }
  const orders = Math.floor(dice() * 6);
  for (let order = 0; order < orders; order++) {
    const at = start + 4 * DAY + Math.floor(dice() * (DAYS - 140) * DAY);
    const order_id = `${userId}-o${order}`;
    const bought = {
      type: 'track' as const,
      event: 'Order Completed',
      userId,
      properties: { order_id, total: (5 + Math.floor(dice() * 9_000) / 100).toFixed(2) },
    };
    add(at, bought, late && order === 0 ? at + 100 * DAY : at);
    const fate = dice();
    // The clock of the refund's sender may be ahead of that of the order's.
    if (fate < 0.15)
      add(at - DAY, { type: 'track', event: 'Order Refunded', userId, properties: { order_id, amount: '4.99' } });
    else if (fate < 0.3)
      add(at + 5 * DAY, { type: 'track', event: 'Order Refunded', userId, properties: { order_id } });
    else if (fate < 0.4)
      add(at + 2 * DAY, { type: 'track', event: 'Order Cancelled', userId, properties: { order_id } });
  }
  return { userId, unordered: late || anonymous, moments };
}

function consent(userId: string, at: number): LifeEvent {
  const timestamp = new Date(at).toISOString();
  return {
    type: 'track',
    event: 'Consent Granted',
    userId,
    messageId: `consent/${userId}`,
    timestamp,
    properties: { channel: 'webhook' },
  };
}

const sentAtOnce = (event: LifeEvent): Sent => ({ at: Date.parse(event.timestamp), event });

function diceOf(name: string): () => number {
  let turn = 0;
  return () => createHash('sha256').update(`${name} ${turn++}`).digest().readUIntBE(0, 6) / 2 ** 48;
}
