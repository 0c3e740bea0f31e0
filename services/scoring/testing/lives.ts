// Lives of customers for tests of scoring: touchpoints, profiles, a rulebook, and what `score`
// gives, kept as the store keeps it.
import { atOnce, customerIdOf, type NumberedTouchpoint, type ProfileChanged } from '@segue/contracts';
import type { Rule } from '@segue/rules';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, type Rulebook, rulebook, type Segment } from '../src/rulebook/domain/rulebook';
import type { FactsRow, StandingRow } from '../src/score/domain/known-standings';
import { score, scoreDue } from '../src/score/domain/score';
import type { ScoredBatch } from '../src/score/domain/scored-batch';
import type { PendingTransition } from '../src/score/domain/transition';

export const DAY = 86_400_000;

export const START = Date.UTC(1998, 0, 1);

export const brand = { currency: 'USD', zone: 'America/New_York' };

export const ANA = customerIdOf('userId:ana');

export const order = { kind: 'event', name: 'Order Completed' } as const;

export const segment = (id: string, when: Rule['when'], version = 1): Segment => ({
  id,
  name: id,
  rule: { version: 1, when },
  version,
});

export const ACTIVE = segment('active', { ...order, times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } });

export const SEGMENTS = [
  ACTIVE,
  segment('twice', { ...order, times: { atLeast: 2 }, within: { amount: 30, unit: 'days' } }),
  segment('city', { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' }),
  segment('rich', { kind: 'number', name: 'expectedRevenue', is: 'atLeast', value: 1500 }),
  segment('poor', { kind: 'number', name: 'expectedRevenue', is: 'below', value: 900 }),
  segment('valued', { kind: 'tier', scheme: 'value', in: ['MVC', 'MGC'] }),
];

export const bookOf = (segments: Segment[], version = 1, before?: Rulebook): Rulebook =>
  rulebook({
    settingsVersion: 0,
    version,
    segments,
    settings: DEFAULT_SETTINGS,
    brand,
    subscribedEvents: new Set(['Store Visited']),
    subscribedOrders: new Set(),
    needs: before?.needs ?? new Map(),
  });

export const judgingAll = (book: Rulebook): Rulebook => ({ ...book, editedSince: () => 'all' });

/** Keeps what `score` answers, as the store does. */
export class Kept {
  facts = new Map<string, FactsRow>();
  standings = new Map<string, StandingRow>();
  log: (PendingTransition & { customer: string })[] = [];
  constructor(public book: Rulebook) {}

  take(batch: ProfileChanged[], now = 0): void {
    this.save(atOnce(score(batch, this, this.book, { now, historyUntil: 0, wall: now })));
  }

  fire(until: number, now = 0, historyUntil = 0): void {
    this.save(atOnce(scoreDue(this, this.book, until, { now, historyUntil, wall: now })));
  }

  protected save({ facts, customers }: ScoredBatch): void {
    for (const row of facts) this.facts.set(row.identity, row);
    for (const { customer, version, scored } of customers) {
      this.standings.set(customer, { customer, version, standing: scored.standing });
      this.log.push(...scored.transitions.map((one) => ({ ...one, customer })));
    }
  }

  words(): string[] {
    return this.log.map((one) => inWords(one));
  }
}

const inWords = ({ kind, subject, to, occurredAt }: PendingTransition) =>
  `${kind} ${subject}${to ? ` ${to}` : ''} ${new Date(occurredAt).toISOString().slice(0, 10)}`;

let numbers = new Map<string, number>();
/** Starts the numbers of touchpoints anew, as at the beginning of each test. */
export function numberAnew(): void {
  numbers = new Map();
}
beforeEach(numberAnew);

export function touchpoint(given: Partial<NumberedTouchpoint> & { day: number }): NumberedTouchpoint {
  const { day, identity = 'userId:ana', ...rest } = given;
  const number = (numbers.get(identity) ?? 0) + 1;
  numbers.set(identity, number);
  return {
    v: 1,
    identity,
    source: 's',
    id: `m${number}`,
    type: 'track',
    event: 'Order Completed',
    properties: { total: 20 },
    context: {},
    ids: [identity],
    digest: 'd',
    occurredAt: START + day * DAY,
    recordedAt: START + day * DAY,
    origin: 'live',
    cause: null,
    number,
    ...rest,
  };
}

export function profile(touchpoints: NumberedTouchpoint[], given: Partial<ProfileChanged> = {}): ProfileChanged {
  const identity = touchpoints[0]?.identity ?? 'userId:ana';
  const occurredAt = touchpoints.at(-1)?.occurredAt ?? START;
  return {
    v: 2,
    customer: customerIdOf(identity),
    version: touchpoints.at(-1)?.number ?? 1,
    identities: [identity],
    touchpoints,
    absorbed: [],
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
    ...given,
  };
}

export const lives = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 400 }),
      event: fc.constantFrom('Order Completed', 'Order Refunded', 'Product Viewed', 'identify', 'Store Visited'),
      order: fc.constantFrom('o1', 'o2', 'o3'),
    }),
    { maxLength: 12 },
  )
  .map((moments) => {
    numberAnew();
    return moments
      .sort((a, b) => a.day - b.day)
      .map(({ day, event, order: order_id }) =>
        touchpoint({
          day,
          event,
          type: event === 'identify' ? 'identify' : 'track',
          properties: event === 'identify' ? { city: day % 2 ? 'Wien' : 'Graz' } : { order_id, total: 10 + (day % 90) },
        }),
      );
  });
