import type { Outgoing } from '../bus';
import { RecentRows } from './recent';

const some = (...keys: string[]): Outgoing[] => keys.map((key) => ({ key, value: Buffer.from(`of ${key}`) }));
const keysIn = (records: readonly { key: string }[]) => records.map(({ key }) => key);

describe('recent rows', () => {
  it('are read from where a row begins, as long as one follows the other', () => {
    const recent = new RecentRows();
    recent.add(1, 0, 10, some('a', 'b'));
    recent.add(1, 0, 12, some('c'));
    recent.add(1, 0, 20, some('later'));
    recent.add(1, 1, 13, some('another partition'));
    recent.add(2, 0, 13, some('another topic'));

    const found = recent.from(1, 0, 10, 100);
    expect(keysIn(found)).toEqual(['a', 'b', 'c']);
    expect(found.map(({ offset }) => offset)).toEqual(['10', '11', '12']);
    expect(found[0]).toEqual({ offset: '10', key: 'a', value: Buffer.from('of a'), headers: {} });
    expect(recent.from(1, 0, 11, 100)).toEqual([]);
    expect(recent.from(1, 0, 13, 100)).toEqual([]);
  });

  it('are taken whole, no more of them than needed', () => {
    const recent = new RecentRows();
    recent.add(1, 0, 0, some('a', 'b'));
    recent.add(1, 0, 2, some('c', 'd'));
    recent.add(1, 0, 4, some('e'));
    expect(keysIn(recent.from(1, 0, 0, 1))).toEqual(['a', 'b']);
    expect(keysIn(recent.from(1, 0, 0, 3))).toEqual(['a', 'b', 'c', 'd']);
  });

  it('give way to newer ones, the oldest first', () => {
    const recent = new RecentRows(14);
    recent.add(1, 0, 0, some('a'));
    recent.add(1, 0, 1, some('b'));
    recent.add(1, 0, 2, some('c'));
    expect(recent.from(1, 0, 0, 9)).toEqual([]);
    expect(keysIn(recent.from(1, 0, 1, 9))).toEqual(['b', 'c']);
  });
});
