// Versions, drafts and archived segments, as the database keeps them.
import type { Rule } from '@segue/rules';
import type { OpenDb } from '@segue/store';
import { describeWith } from '@segue/testing';
import { NOON, clock, openTables } from '../../testing/workbench';
import { ScoringRules } from './rulebook.store';
import { SegmentDraftStore } from './segment-draft.store';

const recent = (days: number): Rule => ({ version: 1, when: { kind: 'recency', is: 'atMost', days } });

describeWith('postgres', 'segments that change', (part) => {
  let open: OpenDb;
  let rules: ScoringRules;
  let shelf: SegmentDraftStore;

  beforeAll(async () => {
    open = await openTables(part().url, 'scoring_drafts');
    rules = new ScoringRules(open, clock, { currency: 'USD', zone: 'UTC' });
    shelf = new SegmentDraftStore(open, clock);
  }, 60_000);
  afterAll(() => open.close());

  const live = async () => (await rules.read(true)).segments.map(({ id }) => id);

  it('keep every version, newest first, with its time', async () => {
    const first = await rules.saveSegment({ id: 'a', name: 'A', rule: recent(30) }, 0);
    const second = await rules.saveSegment({ id: 'a', name: 'B', rule: recent(60) }, first);
    expect(await shelf.versions('a')).toEqual([
      { version: second, name: 'B', rule: recent(60), savedAt: NOON },
      { version: first, name: 'A', rule: recent(30), savedAt: NOON },
    ]);
    expect(await shelf.versions('nosuch')).toEqual([]);
  });

  it('have drafts that hold for nobody, until they are saved live', async () => {
    await shelf.save({ id: 'b', name: 'B', rule: recent(1), version: 0 });
    await shelf.save({ id: 'b', name: 'B2', rule: recent(2), version: 0 });
    expect(await shelf.drafts()).toEqual([{ id: 'b', name: 'B2', rule: recent(2), version: 0 }]);
    expect(await live()).toEqual(['a']);
    await rules.saveSegment({ id: 'b', name: 'B', rule: recent(3) }, 0);
    expect([await shelf.drafts(), await live()]).toEqual([[], ['a', 'b']]);
  });

  it('are archived and live again; what was deleted is not listed', async () => {
    await rules.deleteSegment('b', true);
    expect((await shelf.archived()).map(({ id, name }) => [id, name])).toEqual([['b', 'B']]);
    expect(await live()).toEqual(['a']);
    await rules.saveSegment({ id: 'b', name: 'B', rule: recent(3) }, 0);
    expect([await shelf.archived(), await live()]).toEqual([[], ['a', 'b']]);
    await rules.deleteSegment('b');
    expect([await shelf.archived(), await live()]).toEqual([[], ['a']]);
  });

  it('drop a draft once', async () => {
    await shelf.save({ id: 'c', name: 'C', rule: recent(1), version: 0 });
    expect([await shelf.drop('c'), await shelf.drop('c')]).toEqual([true, false]);
  });
});
