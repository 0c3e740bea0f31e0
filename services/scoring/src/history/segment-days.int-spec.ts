// Who entered and left by day, counted from the transitions in the database.
import type { OpenDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { openTables } from '../../testing/workbench';
import { SegmentDayStore } from './segment-day.store';
import { SegmentDays } from './segment-days';
import { SegmentSizeStore } from './segment-size.store';

const VIENNA = 'Europe/Vienna';

describeWith('postgres', 'the days of a segment', (part) => {
  let open: OpenDb;
  let store: SegmentDayStore;
  let sizes: SegmentSizeStore;
  let now = Date.parse('2026-03-03T12:00:00Z');
  let number = 0;

  beforeAll(async () => {
    open = await openTables(part().url, 'scoring_days');
    store = new SegmentDayStore(open);
    sizes = new SegmentSizeStore(open);
  }, 60_000);
  afterAll(() => open.close());

  const days = () =>
    new SegmentDays(
      store,
      sizes,
      { read: async () => ({ now, mode: 'wall' as const }) } as never,
      { now: () => now },
      VIENNA,
      () => undefined,
    );
  const move = (kind: string, at: string, subject = 's') =>
    open.query(
      `insert into transition (customer_id, number, kind, subject, occurred_at, body) values ('c', $1, $2, $3, $4, '{}')`,
      [++number, kind, subject, Date.parse(at)],
    );
  const counted = async () =>
    (await store.days('s', '2026-01-01', 90)).map(({ day, entered, departed }) => `${day} +${entered} -${departed}`);

  it('are none while nothing happened', async () => {
    await days().count();
    expect([await store.latest(), await counted()]).toEqual([null, []]);
  });

  it('begin in the zone of the brand, and have moves of this segment alone', async () => {
    await move('entered', '2026-02-01T10:00:00Z');
    // Past midnight in Vienna.
    await move('entered', '2026-02-01T23:30:00Z');
    await move('left', '2026-03-03T08:00:00Z');
    await move('entered', '2026-03-03T09:00:00Z', 'other');
    await move('tier', '2026-03-03T09:00:00Z');
    await days().count();
    expect(await counted()).toEqual(['2026-03-03 +0 -1', '2026-02-02 +1 -0', '2026-02-01 +1 -0']);
  });

  it('are counted on, with what came late to yesterday', async () => {
    now = Date.parse('2026-03-04T12:00:00Z');
    await move('entered', '2026-03-03T20:00:00Z');
    await move('entered', '2026-03-04T08:00:00Z');
    await days().count();
    await days().count();
    expect((await counted()).slice(0, 2)).toEqual(['2026-03-04 +1 -0', '2026-03-03 +1 -1']);
    expect([await days().changes(1, {}), await days().changes(2, {}), await days().changes(40, {})]).toEqual([
      { s: 1 },
      { s: 1, other: 1 },
      { s: 3, other: 1 },
    ]);
  });

  it('leave out what an edit of the rule moved', async () => {
    const body = JSON.stringify({ number: 1, cause: { kind: 'definition', id: 'rulebook 2', depth: 1 } });
    await open.query(
      `insert into transition (customer_id, number, kind, subject, occurred_at, body) values ('c', $1, 'entered', 's', $2, $3)`,
      [++number, now, body],
    );
    await days().count();
    expect((await counted())[0]).toBe('2026-03-04 +1 -0');
  });

  describe('with sizes', () => {
    const member = (customer: string, segments: string) =>
      open.query(
        `insert into standing (customer_id, version, value_tier, segments, state) values ($1, 1, 'MVC', $2, '{}')
         on conflict (customer_id) do update set segments = excluded.segments`,
        [customer, segments],
      );
    const sized = async (segment = 's') =>
      (await store.days(segment, '2026-03-01', 90)).map(({ day, size }) => `${day} ${size}`);

    beforeAll(async () => {
      for (const id of ['s', 'empty'])
        await open.query(`insert into segment (id, name, rule, version) values ($1, $1, '{}', 1)`, [id]);
      for (const id of ['a', 'b', 'c']) await member(id, '{s,other}');
    });

    it('counts those of today first, also of a segment without customers', async () => {
      await days().countSizes();
      expect([(await sized())[0], (await sized())[1]]).toEqual(['2026-03-04 3', '2026-03-03 null']);
      expect(await sized('empty')).toEqual(['2026-03-04 0']);
    });

    it('counts the day that ended once, by one instance, less who entered since', async () => {
      now = Date.parse('2026-03-05T06:00:00Z');
      await member('d', '{s}');
      await move('entered', '2026-03-05T05:00:00Z');
      await Promise.all([days().countSizes(), days().countSizes()]);
      expect((await sized()).slice(0, 2)).toEqual(['2026-03-05 4', '2026-03-04 3']);
      await member('e', '{s}');
      await days().countSizes();
      expect((await sized())[0]).toBe('2026-03-05 4');
    });

    it('counts again after an edit; a count that died is made after its lease', async () => {
      await sizes.ask();
      expect(await sizes.take('2026-03-04', now)).toMatchObject({ day: '2026-03-04' });
      await days().countSizes();
      expect((await sized())[0]).toBe('2026-03-05 4');
      now += 300_000;
      await days().countSizes();
      expect((await sized())[0]).toBe('2026-03-05 5');
    });

    it('counts every day that ended while nothing ran', async () => {
      now = Date.parse('2026-03-08T06:00:00Z');
      await member('f', '{s}');
      await move('entered', '2026-03-06T05:00:00Z');
      await days().countSizes();
      expect((await sized()).slice(0, 4)).toEqual(['2026-03-08 6', '2026-03-07 6', '2026-03-06 6', '2026-03-05 5']);
    });

    it('keeps no size of the beginning of a day as that of its end', async () => {
      now = Date.parse('2026-03-09T06:00:00Z');
      await sizes.ask();
      await days().countSizes();
      expect((await sized()).slice(0, 3)).toEqual(['2026-03-09 6', '2026-03-08 null', '2026-03-07 6']);
    });

    it('is what the change is measured by where there is a size, not the moves', async () => {
      expect(await days().changes(2, { s: 9, fresh: 2 })).toEqual({ empty: 0, s: 3, fresh: 2 });
    });
  });
});
