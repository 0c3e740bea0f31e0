import { atOnce, InvalidMessage, type NumberedTouchpoint, customerIdOf } from '@segue/contracts';
import { shareOf } from '@segue/measurement';
import { HORIZON_WEEKS, expectedRevenue, expectedRevenueFallsBelow } from '@segue/valuation';
import {
  ACTIVE,
  ANA,
  DAY,
  Kept,
  SEGMENTS,
  START,
  bookOf,
  brand,
  order,
  profile,
  segment,
  touchpoint,
} from '../../../testing/lives';
import { DEFAULT_SETTINGS } from '../../rulebook/domain/rulebook';
import { score } from './score';
import { dueAt } from './standing.state';

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

  it('gives a change that was overdue when it was stored the origin of what stored it', () => {
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
