import {
  type Head,
  InvalidMessage,
  type NumberedTouchpoint,
  type ProfileChanged,
  customerIdOf,
} from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import { ORDER_CHANGES } from '@segue/orders';
import type { Rule } from '@segue/rules';
import { HORIZON_WEEKS, expectedRevenue, expectedRevenueFallsBelow } from '@segue/valuation';
import fc from 'fast-check';
import { DEFAULT_SETTINGS, type Rulebook, type Segment, rulebook } from '../../rulebook/domain/rulebook';
import { nextChanges } from '../../standings/domain/changes';
import type { FactsRow, StandingRow } from './known-standings';
import { RuleView } from './rule-view';
import { score, scoreDue } from './score';
import type { ScoredBatch, Scoring } from './scored-batch';
import { dueAt } from './standing.state';
import type { PendingTransition } from './transition';

const DAY = 86_400_000;
const START = Date.UTC(1998, 0, 1);
const brand = { currency: 'USD', zone: 'America/New_York' };
const ANA = customerIdOf('userId:ana');
const order = { kind: 'event', name: 'Order Completed' } as const;

const segment = (id: string, when: Rule['when'], version = 1): Segment => ({
  id,
  name: id,
  rule: { version: 1, when },
  version,
});
const ACTIVE = segment('active', { ...order, times: { atLeast: 1 }, within: { amount: 90, unit: 'days' } });
const SEGMENTS = [
  ACTIVE,
  segment('twice', { ...order, times: { atLeast: 2 }, within: { amount: 30, unit: 'days' } }),
  segment('city', { kind: 'trait', name: 'city', is: 'equal', value: 'Wien' }),
  segment('rich', { kind: 'number', name: 'expectedRevenue', is: 'atLeast', value: 1500 }),
  segment('poor', { kind: 'number', name: 'expectedRevenue', is: 'below', value: 900 }),
  segment('valued', { kind: 'tier', scheme: 'value', in: ['MVC', 'MGC'] }),
];

const bookOf = (segments: Segment[], version = 1, before?: Rulebook): Rulebook =>
  rulebook({
    settingsVersion: 0,
    version,
    segments,
    settings: DEFAULT_SETTINGS,
    brand,
    heard: new Set(['Store Visited']),
    heardOrders: new Set(),
    needs: before?.needs ?? new Map(),
  });

const judgingAll = (book: Rulebook): Rulebook => ({ ...book, editedSince: () => 'all' });

/** Keeps what `score` answers, as the store does. */
class Kept {
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

  private save({ facts, customers }: ScoredBatch): void {
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
beforeEach(() => (numbers = new Map()));
function touchpoint(given: Partial<NumberedTouchpoint> & { day: number }): NumberedTouchpoint {
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

function profile(touchpoints: NumberedTouchpoint[], given: Partial<ProfileChanged> = {}): ProfileChanged {
  const identity = touchpoints[0]?.identity ?? 'userId:ana';
  const occurredAt = touchpoints.at(-1)?.occurredAt ?? START;
  return {
    v: 1,
    customer: customerIdOf(identity),
    version: touchpoints.at(-1)?.number ?? 1,
    identities: [identity],
    head: {} as Head,
    touchpoints,
    absorbed: [],
    occurredAt,
    recordedAt: occurredAt,
    origin: 'live',
    cause: null,
    ...given,
  };
}

describe('score', () => {
  it('lets a lapse happen before the purchase that ends it', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0 }), touchpoint({ day: 130 })])]);

    expect(kept.words().filter((word) => word.includes('active'))).toEqual([
      'entered active 1998-01-01',
      'left active 1998-04-01',
      'entered active 1998-05-11',
    ]);
  });

  it('lets time alone change a standing, at its own instant', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0 })])]);

    kept.fire(START + 400 * DAY);

    expect(kept.words()).toContain('left active 1998-04-01');
    expect(kept.log.at(-1)).toMatchObject({ origin: 'live', cause: { kind: 'due' } });
    const [row] = kept.standings.values();
    expect(dueAt(row!.standing) ?? Infinity).toBeGreaterThan(START + 400 * DAY);
  });

  it('lets each threshold of a falling number be crossed at its own instant, also after nobody looked for long', () => {
    const levels = [2000, 1500, 1000, 500, 100];
    const book = bookOf(
      levels.map((value) => segment(`at ${value}`, { kind: 'number', name: 'expectedRevenue', is: 'atLeast', value })),
    );
    const days = { count: 1, first: '1997-12-31', last: '1997-12-31', repeatSpend: 0 };
    const { model } = DEFAULT_SETTINGS;
    const { zone } = brand;
    const falls = levels
      .filter((level) => expectedRevenue(days, model, HORIZON_WEEKS, START, zone) >= level)
      .map((level) => [level, expectedRevenueFallsBelow(level, days, model, HORIZON_WEEKS, START, zone)!] as const);
    const last = falls.at(-1)![1];
    expect(falls.length).toBeGreaterThan(2);

    for (const lateness of [0, 5 * 365 * DAY]) {
      const kept = new Kept(book);
      kept.take([profile([touchpoint({ day: 0 })])], START);
      kept.fire(last, last + lateness);
      const left = kept.log.filter(({ kind }) => kind === 'left');
      expect(left.map(({ subject, occurredAt }) => [subject, occurredAt])).toEqual(
        falls.map(([level, at]) => [`at ${level}`, at]),
      );
      expect(new Set(left.map(({ origin }) => origin))).toEqual(new Set(['live']));
    }
  });

  it('gives a due time that was past when it was written the origin of what wrote it', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    const clock = START + 1000 * DAY;
    kept.take([profile([touchpoint({ day: 0, origin: 'import' })])], clock);

    kept.fire(clock, clock);

    expect(new Set(kept.log.map((one) => one.origin))).toEqual(new Set(['import']));
  });

  it('takes what fell due between a replay and the wall clock for history', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0, origin: 'replay' })])]);

    kept.fire(START + 400 * DAY, START + 400 * DAY, START + 400 * DAY);

    expect(kept.log.at(-1)).toMatchObject({ origin: 'backfill' });
  });

  it('corrects the standing for a late purchase without taking it for news', () => {
    const kept = new Kept(bookOf([segment('twice', { ...order, times: { atLeast: 2 } })]));
    kept.take([profile([touchpoint({ day: 100 })])]);
    kept.take([profile([touchpoint({ day: 10 })])]);

    expect(kept.log.at(-1)).toMatchObject({ kind: 'entered', subject: 'twice', occurredAt: START + 10 * DAY });
    expect([...kept.standings.values()][0]!.standing.judgedAt).toBe(START + 100 * DAY);
  });

  it('gives every change a because, also the tier that ends with the last order', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0, properties: { order_id: 'o1', total: 20 } })])]);
    kept.take([profile([touchpoint({ day: 1, event: 'Order Cancelled', properties: { order_id: 'o1' } })])]);

    expect(kept.log.find(({ subject, to }) => subject === 'rfm' && to === null)).toMatchObject({ because: null });
    for (const one of kept.log) expect(one.because).not.toBeUndefined();
  });

  it('changes nothing when a batch comes again', () => {
    const kept = new Kept(bookOf(SEGMENTS));
    const batch = [profile([touchpoint({ day: 0 }), touchpoint({ day: 3 })])];
    kept.take(batch);
    const before = kept.log.length;

    kept.take(batch);

    expect(kept.log).toHaveLength(before);
  });

  it('names the message whose touchpoint cannot be scored', () => {
    const good = profile([touchpoint({ day: 0 })]);
    const bad = profile([touchpoint({ day: 0, identity: 'userId:bob', properties: { total: 'x' } })]);

    expect(() =>
      atOnce(
        score([good, bad], { facts: new Map(), standings: new Map() }, bookOf([]), {
          now: 0,
          historyUntil: 0,
          wall: 0,
        }),
      ),
    ).toThrow(expect.objectContaining({ constructor: InvalidMessage, index: 1 }));
  });

  it('tells campaigns of the touchpoints they listen to', () => {
    const kept = new Kept(bookOf([]));
    kept.take([profile([touchpoint({ day: 0, event: 'Store Visited', properties: { store: 7 } })])]);

    expect(kept.log.at(-1)).toMatchObject({ kind: 'touchpoint', id: 'userId:ana/s/m1', because: { store: 7 } });
  });

  it('carries a standing over to the customer who absorbs another', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0, identity: 'anonymousId:a' })])]);
    const login = touchpoint({ day: 2, type: 'identify', event: 'identify', properties: {} });
    kept.take([profile([login], { version: 2, identities: ['anonymousId:a', 'userId:ana'] })]);

    const active = kept.log.filter((one) => one.subject === 'active').map((one) => one.kind);
    expect(active).toEqual(['entered']);
    expect(kept.log.find((one) => one.kind === 'merged')).toMatchObject({
      customer: customerIdOf('userId:ana'),
      absorbed: [customerIdOf('anonymousId:a')],
    });
    expect(kept.standings.get(customerIdOf('anonymousId:a'))!.standing).toMatchObject({
      identities: [],
      survivor: customerIdOf('userId:ana'),
    });
  });

  describe('of random groups', () => {
    // Halves by hash: ana's is the lower, her device's the upper.
    const upper = segment('upper', { kind: 'share', seed: 'groups', from: 0.5, to: 1 });
    const device = 'anonymousId:a';
    const named = ['anonymousId:a', 'userId:ana'];

    it('leaves who signs in with the group of the visitor that was', () => {
      const kept = new Kept(bookOf([upper]));
      kept.take([profile([touchpoint({ day: 0, identity: device })])]);
      kept.take([profile([touchpoint({ day: 2 })], { version: 2, identities: named })]);

      expect([device, 'userId:ana'].map((one) => shareOf('groups', one) >= 0.5)).toEqual([true, false]);
      expect(kept.log.map(({ kind }) => kind)).toEqual(['tier', 'tier', 'entered', 'merged']);
      expect(kept.log.at(-1)!.bucketingId).toBe(device);
    });

    it('is the same in whatever order touchpoints arrive', () => {
      const first = touchpoint({ day: 0, identity: device });
      const second = touchpoint({ day: 3, identity: device });
      const login = touchpoint({ day: 2 });
      const holds = (batches: NumberedTouchpoint[]) => {
        const kept = new Kept(bookOf([upper]));
        for (const one of batches) kept.take([profile([one], { version: 5, identities: named, customer: ANA })]);
        return Object.keys(kept.standings.get(ANA)!.standing.segments);
      };

      expect([holds([first, second, login]), holds([second, login, first])]).toEqual([['upper'], ['upper']]);
      expect(holds([second, login])).toEqual([]);
    });
  });

  it('folds the touchpoints of an older head into whoever has the identity now', () => {
    const kept = new Kept(bookOf([segment('twice', { ...order, times: { atLeast: 2 } })]));
    const first = touchpoint({ day: 0, identity: 'anonymousId:a' });
    const second = touchpoint({ day: 1, identity: 'anonymousId:a' });
    const login = touchpoint({ day: 2, type: 'identify', event: 'identify', properties: {} });
    kept.take([profile([first])]);
    kept.take([profile([login], { version: 3, identities: ['anonymousId:a', 'userId:ana'] })]);
    // Published before the merge, it arrives after it, by way of another partition.
    kept.take([profile([second], { version: 2 })]);

    expect(kept.log.at(-1)).toMatchObject({ kind: 'entered', subject: 'twice', customer: customerIdOf('userId:ana') });
  });

  it('splits: each half stands as its own facts say', () => {
    const kept = new Kept(bookOf([segment('twice', { ...order, times: { atLeast: 2 } })]));
    const login = touchpoint({ day: 2 });
    kept.take([profile([touchpoint({ day: 0, identity: 'anonymousId:a' })])]);
    kept.take([profile([login], { version: 2, identities: ['anonymousId:a', 'userId:ana'] })]);
    expect(kept.words().at(-1)).toContain('entered twice');

    const bob = touchpoint({ day: 3, identity: 'userId:bob', type: 'identify', event: 'identify', properties: {} });
    kept.take([profile([bob], { version: 3, identities: ['anonymousId:a', 'userId:bob'] })]);

    expect(kept.log.filter((one) => one.kind === 'split')).toMatchObject([{ customer: customerIdOf('userId:ana') }]);
    expect(kept.log.filter((one) => one.subject === 'twice').map((one) => one.kind)).toEqual(['entered', 'left']);
  });

  it('judges an edited segment as part of the edit, not as news', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0 })])]);
    kept.book = bookOf(
      [ACTIVE, segment('buyer', { kind: 'number', name: 'orders', is: 'atLeast', value: 1 }, 2)],
      2,
      kept.book,
    );

    kept.take([profile([touchpoint({ day: 1 })])]);

    expect(kept.log.find((one) => one.subject === 'buyer')).toMatchObject({ kind: 'entered', origin: 'backfill' });
  });

  it('does not answer a rule from facts that were not kept for it', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0, event: 'Product Viewed' })])]);
    const never = segment('never viewed', { kind: 'never', name: 'Product Viewed' }, 2);
    kept.book = bookOf([ACTIVE, never], 2, kept.book);

    kept.take([profile([touchpoint({ day: 1 })])]);

    expect(kept.log.some((one) => one.subject === 'never viewed')).toBe(false);
  });
});

const lives = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 400 }),
      event: fc.constantFrom('Order Completed', 'Order Refunded', 'Product Viewed', 'identify', 'Store Visited'),
      order: fc.constantFrom('o1', 'o2', 'o3'),
    }),
    { maxLength: 12 },
  )
  .map((moments) => {
    numbers = new Map();
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

/** To all that becomes of orders. */
const LISTENING: Rulebook = { ...bookOf([]), heardOrders: new Set(ORDER_CHANGES) };

const orderLife = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 20 }),
      event: fc.constantFrom('Order Completed', 'Order Updated', 'Order Refunded', 'Order Cancelled'),
      order: fc.constantFrom('o1', 'o2'),
      refund: fc.constantFrom('r1', 'r2', 'r3'),
      total: fc.constantFrom(10, 20, 30),
      identity: fc.constantFrom('userId:ana', 'anonymousId:a'),
    }),
    { maxLength: 14 },
  )
  .map((moments) => {
    numbers = new Map();
    return moments.map(({ order: order_id, refund: refund_id, total, ...one }) =>
      touchpoint({ ...one, properties: { order_id, ...(one.event === 'Order Refunded' && { refund_id }), total } }),
    );
  });
const named = { version: 100, customer: ANA, identities: ['anonymousId:a', 'userId:ana'] };
const orderWords = ({ log }: Kept) =>
  log.filter(({ kind }) => kind === 'order').map(({ subject, id }) => `${subject} ${id}`);

describe('signals about orders', () => {
  const sent = (event: string, day: number, properties: object = {}, over: Partial<NumberedTouchpoint> = {}) =>
    touchpoint({ event, day, ...over, properties: { order_id: 'o1', total: 20, ...properties } });
  const told = (touchpoints: NumberedTouchpoint[], book = LISTENING) => {
    const kept = new Kept(book);
    for (const one of touchpoints) kept.take([profile([one], named)]);
    return kept.log.filter(({ kind }) => kind === 'order');
  };
  const subjects = (touchpoints: NumberedTouchpoint[]) => told(touchpoints).map(({ subject }) => subject);

  it('tell of an order once, whoever reports it again', () => {
    const twice = [sent('Order Completed', 0), sent('Order Completed', 0, {}, { identity: 'anonymousId:a' })];
    const [signal, ...others] = told(twice);
    expect(signal).toMatchObject({
      subject: 'placed',
      because: { id: 'o1', amount: 2000, total: 2000, currency: 'USD' },
    });
    expect(others).toEqual([]);
  });

  it('name an order that counts again after a cancellation as before', () => {
    const all = told([sent('Order Completed', 0), sent('Order Cancelled', 1), sent('Order Completed', 2)]);
    expect(all.map(({ subject }) => subject)).toEqual(['placed', 'cancelled', 'placed']);
    expect(all[2]!.id).toBe(all[0]!.id);
  });

  it('tell of a second cancellation, and not of a repeated one', () => {
    const twice = [sent('Order Cancelled', 1), sent('Order Cancelled', 1.5), sent('Order Completed', 2)];
    const all = told([sent('Order Completed', 0), ...twice, sent('Order Cancelled', 3)]);
    const cancelled = all.filter(({ subject }) => subject === 'cancelled').map(({ id }) => id);
    expect(new Set(cancelled).size).toBe(2);
    expect(cancelled).toHaveLength(2);
  });

  it('do not tell of a late order that was cancelled before', () => {
    expect(subjects([sent('Order Cancelled', 1), sent('Order Completed', 0)])).toEqual(['cancelled']);
  });

  it('tell of each new amount', () => {
    const words = [sent('Order Updated', 1, { total: 30 }), sent('Order Updated', 2, { total: 30 })];
    const all = told([sent('Order Completed', 0), ...words, sent('Order Completed', 3), sent('Order Updated', 1.5)]);
    expect(all.map(({ subject, because }) => [subject, (because as { amount: number }).amount])).toEqual([
      ['placed', 2000],
      ['changed', 3000],
      ['changed', 2000],
    ]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
  });

  it('tell of each refund by its id, of cancelled and of unknown orders as well', () => {
    const refunds = ['r1', 'r1', 'r2'].map((refund_id, day) =>
      sent('Order Refunded', 2 + day, { refund_id, total: 5 }),
    );
    const all = told([sent('Order Completed', 0), sent('Order Cancelled', 1), ...refunds]);
    expect(all.slice(2)).toMatchObject([
      { subject: 'refunded', because: { id: 'o1', amount: 2000, refund: { id: 'r1', amount: 500, currency: 'USD' } } },
      { subject: 'refunded', because: { refund: { id: 'r2' } } },
    ]);
    expect(told([sent('Order Refunded', 0, { refund_id: 'r1', total: 5 })])).toMatchObject([
      { subject: 'refunded', because: { id: 'o1', refund: { id: 'r1', amount: 500 } } },
    ]);
  });

  it('differ between customers with an order of the same number', () => {
    const kept = new Kept(LISTENING);
    kept.take([profile([sent('Order Completed', 0)])]);
    kept.take([profile([sent('Order Completed', 0, {}, { identity: 'userId:bob' })])]);
    expect(new Set(orderWords(kept)).size).toBe(2);
  });

  it('keep their name when customers are merged', () => {
    const kept = new Kept(LISTENING);
    kept.take([profile([sent('Order Completed', 0, {}, { identity: 'anonymousId:a' })])]);
    kept.take([profile([sent('Order Cancelled', 1)], named)]);
    kept.take([profile([sent('Order Completed', 2)], named)]);
    const [first, , again] = orderWords(kept);
    expect(again).toBe(first);
  });

  it('tell only what a campaign listens to', () => {
    const book = { ...LISTENING, heardOrders: new Set(['refunded'] as const) };
    const all = [sent('Order Completed', 0), sent('Order Refunded', 1, { refund_id: 'r1' })];
    expect(told(all, book).map(({ subject }) => subject)).toEqual(['refunded']);
    expect(told(all, { ...LISTENING, heardOrders: new Set() })).toEqual([]);
  });

  it('are the same for any batching, and a redelivery adds none', () => {
    fc.assert(
      fc.property(orderLife, fc.array(fc.integer({ min: 1, max: 5 })), (life, sizes) => {
        const single = new Kept(LISTENING);
        for (const one of life) single.take([profile([one], named)]);
        const batched = new Kept(LISTENING);
        for (let from = 0, turn = 0; from < life.length; turn++) {
          const some = life.slice(from, from + (sizes[turn] ?? 4));
          batched.take([profile(some, named)]);
          batched.take([profile(life.slice(0, from + some.length), named)]);
          from += some.length;
        }
        expect(orderWords(batched)).toEqual(orderWords(single));
      }),
      { numRuns: 300 },
    );
  });

  it('amount to one placed order and one refund each in any order of arrival', () => {
    const shuffledLife = orderLife.chain((life) => fc.shuffledSubarray(life, { minLength: life.length }));
    fc.assert(
      fc.property(shuffledLife, (life) => {
        const one = life.map((each) => ({ ...each, identity: 'userId:ana', number: 0 }));
        const told = new Kept(LISTENING);
        for (const [place, each] of one.entries()) told.take([profile([{ ...each, number: place + 1 }], named)]);
        const ids = new Set(orderWords(told));
        const count = (what: string) => [...ids].filter((word) => word.startsWith(what)).length;
        const of = (event: string, name: string) =>
          new Set(
            life
              .filter((each) => each.event === event)
              .map(({ properties }) => `${String(properties.order_id)} ${String(properties[name])}`),
          ).size;
        expect(count('refunded')).toBe(of('Order Refunded', 'refund_id'));
        const purchases = told.log.at(-1)?.head.orders ?? 0;
        expect(count('placed')).toBeGreaterThanOrEqual(purchases);
        expect(count('placed')).toBeLessThanOrEqual(of('Order Completed', 'none'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('laws of scoring', () => {
  it('makes the same transitions for any batching of a life in time order', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.integer({ min: 1, max: 5 })), (life, sizes) => {
        const single = new Kept(bookOf(SEGMENTS));
        for (const one of life) single.take([profile([one])]);
        const batched = new Kept(bookOf(SEGMENTS));
        for (let from = 0, turn = 0; from < life.length; turn++) {
          const some = life.slice(from, from + (sizes[turn] ?? 4));
          batched.take([profile(some)]);
          from += some.length;
        }
        single.fire(START + 900 * DAY);
        batched.fire(START + 900 * DAY);

        expect(batched.words()).toEqual(single.words());
        // What campaigns are told of the customer is as it was at that transition, whatever else
        // came in the same batch.
        expect(batched.log.map(({ head }) => head)).toEqual(single.log.map(({ head }) => head));
      }),
      { numRuns: 300 },
    );
  });

  it('does not care whether a timer or the next touchpoint fires what is due', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const lazy = new Kept(bookOf(SEGMENTS));
        const eager = new Kept(bookOf(SEGMENTS));
        for (const one of life) {
          lazy.take([profile([one])]);
          eager.fire(one.occurredAt - 1);
          eager.take([profile([one])]);
        }
        expect(eager.words()).toEqual(lazy.words());
      }),
      { numRuns: 300 },
    );
  });

  it('judges anew only what was edited, and ends as if all had been judged', () => {
    const edits = [
      segment('city', { kind: 'trait', name: 'city', is: 'equal', value: 'Graz' }, 2),
      segment('both', { kind: 'and', of: ['city', 'valued'].map((id) => ({ kind: 'segment' as const, id })) }, 2),
    ];
    const after = [...SEGMENTS.filter(({ id }) => id !== 'city' && id !== 'twice'), ...edits];
    fc.assert(
      fc.property(lives, fc.integer({ min: 0, max: 500 }), (life, later) => {
        const standingsUnder = (everything: boolean) => {
          const kept = new Kept(bookOf(SEGMENTS));
          for (const one of life) kept.take([profile([one])]);
          const book = bookOf(after, 2, kept.book);
          kept.book = everything ? judgingAll(book) : book;
          const [row] = kept.standings.values();
          const at = (row?.standing.judgedAt ?? START) + later * DAY;
          kept.take([profile([touchpoint({ day: 0, event: 'Nothing', occurredAt: at })])]);
          return { standings: [...kept.standings.values()].map(({ standing }) => standing), log: kept.words() };
        };
        expect(standingsUnder(false)).toEqual(standingsUnder(true));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a standing that is right at every instant: judging all anew finds nothing to change', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 0, max: 500 }), (life, later) => {
        const kept = new Kept(bookOf(SEGMENTS));
        for (const one of life) kept.take([profile([one])]);
        const until = (life.at(-1)?.occurredAt ?? START) + later * DAY;
        kept.fire(until);
        const before = kept.log.length;

        kept.book = judgingAll(bookOf(SEGMENTS, 2, kept.book));
        const [row] = kept.standings.values();
        if (!row) return;
        const touched = { ...row, standing: { ...row.standing, judgedAt: until } };
        kept.standings.set(row.customer, touched);
        kept.take([profile([touchpoint({ day: 0, event: 'Nothing', occurredAt: until })])]);

        expect(kept.log.slice(before)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});

/** Runs all steps without a pause. */
function atOnce<T>(steps: Scoring<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

describe('rules on orders', () => {
  const within = { amount: 90, unit: 'days' as const };
  const ON_ORDERS = [
    segment('twice', { kind: 'order', what: 'count', times: { atLeast: 2 }, within }),
    segment('spent 100', { kind: 'order', what: 'sum', is: 'atLeast', value: 100, within }),
    segment('cheap first', { kind: 'order', what: 'first', has: { amount: { is: 'below', value: 50 } } }),
    segment('has X', {
      kind: 'order',
      what: 'count',
      times: { atLeast: 1 },
      where: { products: ['X'], returned: false },
    }),
    segment('silent', { kind: 'order', what: 'last', olderThan: within }),
  ];
  const told = (day: number, event: string, properties: object, given: Partial<NumberedTouchpoint> = {}) =>
    touchpoint({ day, event, properties: { order_id: 'o1', ...properties }, ...given });
  const X = { products: [{ product_id: 'X' }] };
  const changesIn = (kept: Kept) => kept.words().filter((word) => /^(entered|left)/.test(word));
  const heldBy = (kept: Kept) =>
    Object.entries(kept.standings.get(ANA)?.standing.segments ?? {}).flatMap(([id, { holds }]) => (holds ? [id] : []));

  it('take an order that a visitor and a server report for one, also once they are one customer', () => {
    const kept = new Kept(bookOf(ON_ORDERS));
    const browser = told(0, 'Order Completed', { total: 60, ...X }, { identity: 'anonymousId:a' });
    kept.take([profile([browser])]);
    const server = told(0, 'Order Completed', { total: 60 });
    kept.take([profile([server], { version: 2, identities: ['anonymousId:a', 'userId:ana'] })]);
    kept.take([profile([told(5, 'Order Completed', { order_id: 'o2', total: 60 })])]);

    expect(changesIn(kept)).toEqual([
      'entered has X 1998-01-01',
      'entered twice 1998-01-06',
      'entered spent 100 1998-01-06',
    ]);
    kept.fire(START + 200 * DAY);
    expect(changesIn(kept).slice(3)).toEqual([
      'left twice 1998-04-01',
      'left spent 100 1998-04-01',
      // An hour of the night of 5 April is missing in New York.
      'entered silent 1998-04-05',
    ]);
  });

  it('follow an order that is cancelled, completed again and given back', () => {
    const kept = new Kept(bookOf(ON_ORDERS));
    kept.take([profile([told(0, 'Order Completed', { total: 120, ...X })])]);
    kept.take([profile([told(1, 'Order Cancelled', {})])]);
    kept.take([profile([told(2, 'Order Completed', { total: 120 })])]);
    kept.take([profile([told(3, 'Order Refunded', { refund_id: 'r1', amount: 30 })])]);
    kept.take([profile([told(4, 'Order Refunded', {})])]);

    expect(changesIn(kept)).toEqual([
      ...['entered spent 100 1998-01-01', 'entered has X 1998-01-01'],
      ...['left spent 100 1998-01-02', 'left has X 1998-01-02'],
      ...['entered spent 100 1998-01-03', 'entered has X 1998-01-03'],
      'left spent 100 1998-01-04',
      // What is left of it is below 50.
      ...['entered cheap first 1998-01-05', 'left has X 1998-01-05'],
    ]);
    const { because } = kept.log.findLast(
      ({ subject, kind }) => subject === 'spent 100' && kind === 'left',
    ) as PendingTransition;
    expect(because).toEqual([{ path: 'when', condition: ON_ORDERS[1]?.rule.when, holds: false, value: 90 }]);
  });

  it('end in the same segments in whatever order and batches what happened is told', () => {
    const happened = fc.array(
      fc.record({
        day: fc.nat(120),
        event: fc.constantFrom('Order Completed', 'Order Completed', 'Order Cancelled', 'Order Refunded'),
        order_id: fc.constantFrom('o1', 'o2', 'o3'),
        refund_id: fc.constantFrom('r1', 'r2'),
        total: fc.constantFrom(20, 60, 120),
        products: fc.constantFrom([{ product_id: 'X' }], [{ product_id: 'Y' }], []),
      }),
      { minLength: 1, maxLength: 7 },
    );
    fc.assert(
      fc.property(happened, fc.array(fc.nat()), fc.boolean(), (life, keys, apart) => {
        numbers = new Map();
        const all = life.map(({ day, event, total, ...properties }) =>
          told(day, event, event === 'Order Refunded' ? properties : { ...properties, total }),
        );
        const shuffled = all
          .map((one, place) => ({ one, key: keys[place] ?? place }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        const [whole, parts] = [new Kept(bookOf(ON_ORDERS)), new Kept(bookOf(ON_ORDERS))];
        whole.take([profile([...all].sort((a, b) => a.occurredAt - b.occurredAt))]);
        const batches = shuffled.map((one) => profile([one]));
        if (apart) for (const one of batches) parts.take([one]);
        else parts.take(batches);
        for (const until of [130, 170, 400]) {
          whole.fire(START + until * DAY);
          parts.fire(START + until * DAY);
          expect(heldBy(parts).sort()).toEqual(heldBy(whole).sort());
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('what changes next', () => {
  const nextOf = (kept: Kept, now: number, most: number) => {
    const facts = new Map([...kept.facts].map(([identity, row]) => [identity, row.facts]));
    const { standing } = kept.standings.get(ANA) as StandingRow;
    return nextChanges(standing, facts, new RuleView(facts, kept.book, now), kept.book, most);
  };

  it('is named, with its subject and what comes then', () => {
    const kept = new Kept(bookOf([ACTIVE]));
    kept.take([profile([touchpoint({ day: 0, properties: { total: 200 } })])]);
    const changes = nextOf(kept, START + DAY, 20);

    expect(changes.find(({ subject }) => subject === 'active')).toMatchObject({ kind: 'left', at: START + 90 * DAY });
    expect(changes.find(({ subject }) => subject === 'value')).toMatchObject({ kind: 'tier', from: 'MVC' });
    expect(changes.map(({ at }) => at)).toEqual(changes.map(({ at }) => at).sort((a, b) => a - b));
    expect(nextOf(kept, START + DAY, 1)).toEqual(changes.slice(0, 1));
  });

  it('is what happens when nothing does: the same subject, at the same instant, to the same tier', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ day: fc.nat(200), total: fc.integer({ min: 1, max: 300 }) }), {
          minLength: 1,
          maxLength: 5,
        }),
        (orders) => {
          numbers = new Map();
          const kept = new Kept(bookOf(SEGMENTS));
          const inOrder = [...orders].sort((a, b) => a.day - b.day);
          kept.take([profile(inOrder.map(({ day, total }) => touchpoint({ day, properties: { total } })))]);
          const from = START + (inOrder.at(-1)?.day ?? 0) * DAY + 1;
          const [change] = nextOf(kept, from, 1);
          if (change === undefined) return;
          const before = kept.log.length;
          kept.fire(change.at - 1);
          expect(kept.log.slice(before)).toEqual([]);
          kept.fire(change.at);
          expect(kept.log.slice(before)).toContainEqual(
            expect.objectContaining({
              ...{ kind: change.kind, subject: change.subject, occurredAt: change.at },
              ...(change.kind === 'tier' && { from: change.from, to: change.to }),
            }),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
