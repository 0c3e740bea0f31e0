import type { Condition } from '@segue/rules';
import { DEFAULT_SETTINGS, type Segment, rulebook } from './rulebook';

const segment = (id: string, version: number, when: Condition): Segment => ({
  id,
  name: id,
  rule: { version: 1, when },
  version,
});
const city = (value: string): Condition => ({ kind: 'trait', name: 'city', is: 'equal', value });
const of = (id: string): Condition => ({ kind: 'segment', id });

const bookOf = (segments: Segment[], settingsVersion = 0) =>
  rulebook({
    version: 9,
    segments,
    settings: DEFAULT_SETTINGS,
    settingsVersion,
    brand: { currency: 'USD', zone: 'UTC' },
    subscribedEvents: new Set(),
    subscribedOrders: new Set(),
    needs: new Map(),
  });
const idsOf = (edited: ReturnType<ReturnType<typeof bookOf>['editedSince']>) =>
  edited === 'all' ? edited : edited.map(({ id }) => id);

describe('what was edited since a version', () => {
  const book = bookOf([
    segment('old', 2, city('Wien')),
    segment('new', 5, city('Linz')),
    segment('not new', 3, { kind: 'not', of: of('new') }),
    segment('not old', 3, { kind: 'not', of: of('old') }),
    segment('twice removed', 3, { kind: 'and', of: [of('old'), of('not new')] }),
    segment('of what is gone', 1, of('deleted')),
  ]);

  it('is each segment that was, and those that refer to it or to one that is gone', () => {
    expect(idsOf(book.editedSince(4))).toEqual(['new', 'not new', 'twice removed', 'of what is gone']);
    expect(idsOf(book.editedSince(5))).toEqual(['of what is gone']);
    expect(idsOf(book.editedSince(0))).toHaveLength(6);
  });

  it('is everything where a setting was', () => {
    const priced = bookOf([segment('old', 2, city('Wien'))], 6);
    expect(idsOf(priced.editedSince(5))).toBe('all');
    expect(idsOf(priced.editedSince(6))).toEqual([]);
  });
});
