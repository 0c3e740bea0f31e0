// The demo store: the real purchases of the CDNOW sample, moved in time, with simulated events that
// are marked as such. Without these exactly the fold of the file remains. A pure function of the
// file, the seed and the first day.
import { type OrderRow, type TrackEvent, inTimeOrder } from '@segue/order-files';
import { dayNamed, dayNumber, startOfDay } from '@segue/valuation';
import { chance } from './chance';
import { personOf } from './people';

/** Shares of customers with each kind of simulated event. */
const SHARES = {
  consents: { email: 0.78, sms: 0.55, wechat: 0.6 },
  noConsentAtAll: 0.06,
  /** Share of those who granted e-mail, over the whole time. */
  withdrawals: 0.08,
  refusesAutomation: 0.02,
} as const;

/** Last day of the calibration period of the published models, and of the file. */
export const CALIBRATION_END = '1997-09-30';
export const FILE_END = '1998-06-30';

export interface DemoEvent {
  type: 'track' | 'identify';
  userId: string;
  messageId: string;
  timestamp: string;
  event?: string;
  properties?: Record<string, unknown>;
  traits?: Record<string, unknown>;
  context?: Record<string, unknown>;
}

export interface DemoStore {
  /** History before the play, in time order: loaded at once, and nothing is sent for it. */
  calibration: DemoEvent[];
  /** Events that are played, in time order. */
  play: DemoEvent[];
  /** The instants between which the play lasts, UTC milliseconds. */
  from: number;
  until: number;
}

const SIMULATED = { simulated: true };
const WEEK = 7;
const HOUR_MS = 3_600_000;

/**
 * Returns the days by which the file moves, so that its last day is 1 to 7 days before `today`:
 * whole weeks, so that weekdays and T of the models stay.
 */
export function shiftTo(today: string): number {
  const behind = dayNumber(today) - 1 - dayNumber(FILE_END);
  return Math.floor(behind / WEEK) * WEEK;
}

/** Returns the demo store. @param today YYYY-MM-DD in `zone`. */
export function demoStore(rows: readonly OrderRow[], today: string, zone: string): DemoStore {
  const shift = shiftTo(today);
  const at = (day: string) => startOfDay(dayNamed(dayNumber(day) + shift), zone);
  const purchases = purchasesOf(rows, shift, zone);
  const first = new Map<string, string>();
  for (const { userId, timestamp } of purchases) if (!first.has(userId)) first.set(userId, timestamp);
  const until = at(FILE_END) + 24 * HOUR_MS - 1;
  const people = [...first].flatMap(([userId, since]) => arrival(userId, Date.parse(since), until));
  const all = inTimeOrder<DemoEvent>([...people, ...purchases]);
  const from = at(CALIBRATION_END) + 24 * HOUR_MS - 1;
  const isBefore = ({ timestamp }: DemoEvent) => Date.parse(timestamp) <= from;
  return { calibration: all.filter(isBefore), play: all.filter((event) => !isBefore(event)), from, until };
}

/**
 * Returns the purchases. Customer, day, quantity and dollars are real; the hour is simulated, since
 * the file has days only.
 */
function purchasesOf(rows: readonly OrderRow[], shift: number, zone: string): TrackEvent[] {
  const seen = new Map<string, number>();
  const events = rows.map(({ customer, day, total, quantity }): TrackEvent => {
    const content = `${customer}/${day}/${total}/${quantity ?? ''}`;
    const occurrence = (seen.get(content) ?? 0) + 1;
    seen.set(content, occurrence);
    const id = `${content}/${occurrence}`;
    const moved = dayNamed(dayNumber(day) + shift);
    const hour = 9 + Math.floor(chance('hour', id) * 12 * 60) / 60;
    return {
      type: 'track',
      event: 'Order Completed',
      userId: `cdnow-${customer}`,
      messageId: `order/${id}`,
      timestamp: new Date(startOfDay(moved, zone) + Math.floor(hour * HOUR_MS)).toISOString(),
      properties: { order_id: `cdnow/${id}`, total, currency: 'USD', ...(quantity !== null && { quantity }) },
      context: { simulatedFields: ['timestamp.time'] },
    };
  });
  return inTimeOrder(events);
}

/**
 * Returns the simulated identify and consents of a customer at the first purchase, and withdrawals
 * later.
 */
function arrival(userId: string, since: number, until: number): DemoEvent[] {
  const id = userId.slice('cdnow-'.length);
  const { name, email, phone, locale, timeZone, city } = personOf(id);
  const context = { ...SIMULATED, locale, timezone: timeZone };
  const refuses = chance('automation', id) < SHARES.refusesAutomation;
  const traits = { name, email, phone, city, locale, ...(refuses && { automatedDecisions: false }) };
  const identify: DemoEvent = {
    type: 'identify',
    userId,
    messageId: `identify/${id}`,
    timestamp: iso(since - 60_000),
    traits,
    context,
  };
  return [identify, ...consentsOf(userId, id, since, until, context)];
}

function consentsOf(
  userId: string,
  id: string,
  since: number,
  until: number,
  context: Record<string, unknown>,
): DemoEvent[] {
  if (chance('none', id) < SHARES.noConsentAtAll) return [];
  const granted = Object.entries(SHARES.consents).filter(
    ([channel, share]) => chance('consent', channel, id) < share / (1 - SHARES.noConsentAtAll),
  );
  const events = granted.map(([channel]) => consent('Consent Granted', channel, userId, id, since - 30_000, context));
  const withdraws = granted.some(([channel]) => channel === 'email') && chance('withdraws', id) < SHARES.withdrawals;
  if (!withdraws) return events;
  const at = since + chance('withdrawn at', id) * (until - since);
  return [...events, consent('Consent Withdrawn', 'email', userId, id, at, context)];
}

function consent(
  event: string,
  channel: string,
  userId: string,
  id: string,
  at: number,
  context: Record<string, unknown>,
): DemoEvent {
  const messageId = `${event}/${channel}/${id}`;
  return {
    type: 'track',
    event,
    userId,
    messageId,
    timestamp: iso(at),
    properties: { channel, purpose: 'marketing', place: 'checkout' },
    context,
  };
}

const iso = (instant: number) => new Date(Math.floor(instant)).toISOString();
