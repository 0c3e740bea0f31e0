// Lists of customers in the order of their next change, page by page, as the database answers.
import type { OpenDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { openTables } from '../../../testing/workbench';
import { DueReader } from '../due.reader';
import { FIRST_MEMBER, type MemberFilter, type MemberOrder, MemberReader } from './member.reader';

const SCHEMA = 'scoring_members';
/** Customer, value tier, segments, next change. */
const ROWS: [string, string | null, string[], number | null][] = [
  ['a', 'standard', ['s'], 300],
  ['b', 'MVC', ['s'], 200],
  ['c', 'MVC', [], null],
  ['d', 'BZ', [], 100],
  ['e', 'standard', ['s'], null],
  ['f', 'MVC', ['s'], 100],
  ['merged', null, [], null],
];

describeWith('postgres', 'members', (part) => {
  let open: OpenDb;
  let reader: MemberReader;

  beforeAll(async () => {
    open = await openTables(part().url, SCHEMA);
    for (const [customer, tier, segments, dueAt] of ROWS) {
      await open.query(
        `insert into standing (customer_id, version, value_tier, segments, state) values ($1, 1, $2, $3, '{}')`,
        [...[customer, tier, segments]],
      );
      if (dueAt !== null) await open.query(`insert into due (customer_id, due_at) values ($1, $2)`, [customer, dueAt]);
    }
    reader = new MemberReader(open);
  }, 60_000);
  afterAll(() => open.close());

  async function pages(filter: MemberFilter, order: MemberOrder, size: number): Promise<string> {
    const found: string[] = [];
    for (let after = FIRST_MEMBER, more = true; more;) {
      const places = await reader.ordered(filter, order, after, size);
      found.push(...places.map(([, , customer]) => customer));
      more = places.length === size;
      after = places.at(-1) ?? after;
    }
    return found.join('');
  }

  it.each([1, 2, 3, 10])('come once each, soonest change first, those without one last: pages of %i', async (size) => {
    expect(await pages({}, 'next', size)).toBe('dfbace');
    expect(await pages({}, 'tier', size)).toBe('fbcaed');
    expect(await pages({ tier: 'MVC' }, 'next', size)).toBe('fbc');
    expect(await pages({ segment: 's' }, 'tier', size)).toBe('fbae');
    expect(await pages({ tier: 'standard', segment: 's' }, 'next', size)).toBe('ae');
  });

  describe('of a search', () => {
    const found = (...portions: string[]) =>
      (async function* () {
        for (const portion of portions)
          yield await Promise.resolve([...portion].map((id) => (id === '-' ? 'merged' : id)));
      })();

    async function searched(filter: MemberFilter, order: MemberOrder, size: number): Promise<string> {
      const names: string[] = [];
      const totals = new Set<number>();
      for (let after = FIRST_MEMBER, more = true; more;) {
        const { places, total } = await reader.orderedAmong(found('fxa', 'cb', 'eda', 'f'), filter, order, after, size);
        names.push(...places.map(([, , customer]) => customer));
        totals.add(total);
        more = places.length === size;
        after = places.at(-1) ?? after;
      }
      return `${names.join('')} ${[...totals].join()}`;
    }

    it.each([1, 2, 3, 10])('come in the same order, once each, with their true number: pages of %i', async (size) => {
      // x is not judged yet.
      expect(await searched({}, 'next', size)).toBe('dfbacex 7');
      expect(await searched({}, 'tier', size)).toBe('fbcaedx 7');
      expect(await searched({ tier: 'MVC' }, 'next', size)).toBe('fbc 3');
      expect(await searched({ segment: 's' }, 'tier', size)).toBe('fbae 4');
      expect(await searched({ tier: 'standard', segment: 's' }, 'next', size)).toBe('ae 2');
    });

    it('are none where it finds none', async () => {
      expect(await reader.orderedAmong(found(), {}, 'next', FIRST_MEMBER, 10)).toEqual({ places: [], total: 0 });
    });
  });

  it('are counted, and what is due already is no next change', async () => {
    expect([
      await reader.countOf({}),
      await reader.countOf({ tier: 'MVC' }),
      await reader.countOf({ segment: 's' }),
    ]).toEqual([6, 3, 4]);
    expect(await new DueReader(open).upcoming(100, 10)).toEqual([
      { customer: 'b', at: 200 },
      { customer: 'a', at: 300 },
    ]);
    expect(await new DueReader(open).overdue(100)).toBe(2);
  });
});
