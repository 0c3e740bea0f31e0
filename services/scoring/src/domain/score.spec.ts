import fc from 'fast-check';
import { type Head, type NumberedTouchpoint, type ProfileChanged, customerIdOf } from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import type { Rule } from '@segue/rules';
import { HORIZON_WEEKS, expectedRevenue, expectedRevenueFallsBelow } from '@segue/valuation';
import { DEFAULT_SETTINGS, type Rulebook, type Segment, rulebook } from './rulebook';
import { type FactsRow, type ScoredBatch, type Scoring, type StandingRow, Unscorable, score, scoreDue } from './score';
import { nextChanges } from './changes';
import { Sight, type Untold, dueAt } from './standing';

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
    needs: before?.needs ?? new Map(),
  });

const judgingAll = (book: Rulebook): Rulebook => ({ ...book, editedSince: () => 'all' });

/** Keeps what `score` answers, as the store does. */
class Kept {
  facts = new Map<string, FactsRow>();
  standings = new Map<string, StandingRow>();
  log: (Untold & { customer: string })[] = [];
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

const inWords = ({ kind, subject, to, occurredAt }: Untold) =>
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
    ).toThrow(expect.objectContaining({ constructor: Unscorable, place: 1 }));
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
        // What campaigns are told of the customer is as it was at that transition, whatever else came in the same batch.
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

describe('what changes next', () => {
  const nextOf = (kept: Kept, now: number, most: number) => {
    const facts = new Map([...kept.facts].map(([identity, row]) => [identity, row.facts]));
    const { standing } = kept.standings.get(ANA) as StandingRow;
    return nextChanges(standing, facts, new Sight(facts, kept.book, now), kept.book, most);
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
