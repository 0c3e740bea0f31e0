// How many customers two segments share, as the database counts.
import type { OpenDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { openTables } from '../../../testing/workbench';
import { MemberReader } from './member.reader';

describeWith('postgres', 'the overlap of two segments', (part) => {
  let open: OpenDb;

  beforeAll(async () => {
    open = await openTables(part().url, 'scoring_overlap');
    const rows: [string, string[]][] = [
      ['a', ['s', 't']],
      ['b', ['s']],
      ['c', ['t', 'u', 's']],
      ['d', ['t']],
      ['e', []],
      ['f', ['u']],
    ];
    for (const [customer, segments] of rows)
      await open.query(
        `insert into standing (customer_id, version, value_tier, segments, state) values ($1, 1, 'MVC', $2, '{}')`,
        [customer, segments],
      );
  }, 60_000);
  afterAll(() => open.close());

  it('counts those in both, and in one alone', async () => {
    const reader = new MemberReader(open);
    expect(await reader.overlap('s', 't')).toEqual({ onlyThis: 1, both: 2, onlyOther: 1 });
    expect(await reader.overlap('s', 'u')).toEqual({ onlyThis: 2, both: 1, onlyOther: 1 });
    expect(await reader.overlap('s', 'nosuch')).toEqual({ onlyThis: 3, both: 0, onlyOther: 0 });
    expect(await reader.overlap('s', 's')).toEqual({ onlyThis: 0, both: 3, onlyOther: 0 });
  });
});
