// Who entered and left by day, counted from the transitions in the database.
import type { OpenDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { openTables } from '../../testing/workbench';
import { SegmentDayStore } from './segment-day.store';
import { SegmentDays } from './segment-days';

const VIENNA = 'Europe/Vienna';

describeWith('postgres', 'the days of a segment', (part) => {
  let open: OpenDb;
  let store: SegmentDayStore;
  let now = Date.parse('2026-03-03T12:00:00Z');
  let number = 0;

  beforeAll(async () => {
    open = await openTables(part().url, 'scoring_days');
    store = new SegmentDayStore(open);
  }, 60_000);
  afterAll(() => open.close());

  const days = () =>
    new SegmentDays(store, { read: async () => ({ now, mode: 'wall' as const }) } as never, VIENNA, () => undefined);
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
    expect([await days().changes(1), await days().changes(2), await days().changes(40)]).toEqual([
      { s: 1 },
      { s: 1, other: 1 },
      { s: 3, other: 1 },
    ]);
  });
});
