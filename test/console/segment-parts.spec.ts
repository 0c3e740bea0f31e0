// The pure parts of the segment pages: ids, counts, files, differences of versions, where used.
import type { Preview, Segment } from '../../services/console/web/src/api/types';
import { csvOf } from '../../services/console/web/src/features/segments/csv';
import {
  estimateOf,
  progressOf,
  removedBy,
  withPartOf,
} from '../../services/console/web/src/features/segments/edit/counting';
import { idFor } from '../../services/console/web/src/features/segments/segment-id';
import { usedBy } from '../../services/console/web/src/features/segments/used-by';
import { diffOf, isSame } from '../../services/console/web/src/features/segments/page/version-diff';
import { slugFault } from '@segue/contracts';

describe('the id of a new segment', () => {
  it.each([
    ['Café visitors, 60 days', 'cafe-visitors-60-days'],
    ['60 days', 'segment-60-days'],
    ['高价值客户', 'segment'],
    ['New', 'new-2'],
    [' — ', 'segment'],
  ])('of %s is %s', (name, id) => {
    expect(idFor(name, [])).toBe(id);
    expect(slugFault(idFor(name, []))).toBeNull();
  });

  it('is one that no other has', () => {
    expect(idFor('Vienna', ['vienna', 'vienna-2'])).toBe('vienna-3');
    expect(slugFault(idFor('x'.repeat(300), []))).toBeNull();
  });
});

describe('a count', () => {
  const part = (over: Partial<Preview>): Preview => ({
    ...{
      matching: 0,
      exact: false,
      error: 0,
      held: 0,
      looked: 100,
      population: 400,
      steps: [],
      samples: [],
      next: 'x',
    },
    ...over,
  });

  it('is an estimate with its error first, and exact at the end', () => {
    const first = withPartOf(null, part({ held: 20, steps: [50, 20], samples: ['a', 'b', 'c'] }));
    expect(estimateOf(first)).toEqual({ customers: 80, error: 28, isExact: false });
    expect(progressOf(first)).toBe(0.25);
    const last = withPartOf(
      first,
      part({ held: 31, looked: 290, steps: [90, 31], samples: ['d', 'e', 'f'], next: null }),
    );
    expect(estimateOf(last)).toEqual({ customers: 51, error: 0, isExact: true });
    expect(last).toMatchObject({ steps: [140, 51], samples: ['a', 'b', 'c', 'd', 'e'], looked: 390 });
    expect(progressOf(last)).toBe(1);
  });

  it('claims nothing before anybody was looked at', () => {
    expect(estimateOf(withPartOf(null, part({ looked: 0 })))).toEqual({ customers: 0, error: 400, isExact: false });
  });

  it('names the condition that removed the last', () => {
    const empty = withPartOf(null, part({ steps: [50, 3, 0, 0], next: null }));
    expect(removedBy(empty)).toEqual({ place: 2, removed: 3 });
    expect(removedBy(withPartOf(null, part({ steps: [0], next: null })))).toEqual({ place: 0, removed: 100 });
    expect(removedBy(withPartOf(null, part({ held: 2, steps: [5, 2] })))).toBeNull();
  });
});

it('files are CSV in UTF-8, and run nothing', () => {
  expect(
    csvOf([
      ['Name', 'Value'],
      ['王芳', 12.5],
      ['=cmd|x', null],
      ['a "b", c', 0],
    ]),
  ).toBe('\uFEFFName,Value\r\n王芳,12.5\r\n\'=cmd|x,\r\n"a ""b"", c",0\r\n');
});

describe('versions', () => {
  const leaf = (days: number) => ({ kind: 'recency', is: 'atLeast', days });
  const version = (name: string, when: object) => ({ name, rule: { version: 1, when } });

  it('differ by their conditions and their name', () => {
    const before = version('a', { kind: 'and', of: [leaf(1), leaf(2), leaf(2)] });
    const diff = diffOf(
      before,
      version('b', { kind: 'or', of: [leaf(2), { days: 3, kind: 'recency', is: 'atLeast' }] }),
    );
    expect(diff).toMatchObject({ renamed: 'a', removed: [leaf(1), leaf(2)], added: [leaf(3)], isRearranged: false });
  });

  it('differ by how their conditions are put together, or not at all', () => {
    const before = version('a', { kind: 'and', of: [leaf(1), leaf(2)] });
    expect(diffOf(before, version('a', { kind: 'or', of: [leaf(1), leaf(2)] })).isRearranged).toBe(true);
    expect(isSame(diffOf(before, version('a', { of: [leaf(1), leaf(2)], kind: 'and' })))).toBe(true);
  });
});

it('a segment is used by campaigns that name it and by segments whose rules do', () => {
  const segment = (id: string, when: object) => ({ id, name: id, rule: { version: 1, when } }) as unknown as Segment;
  const campaign = (id: string, state: string, trigger: object) =>
    ({ id, name: id, state, accepts: [], trigger }) as never;
  const refers = { kind: 'not', of: { kind: 'segment', id: 'a' } };
  const found = usedBy(
    'a',
    [segment('a', refers), segment('b', refers), segment('c', { kind: 'segment', id: 'b' })],
    [
      campaign('k', 'running', { on: 'entered', segment: 'a' }),
      campaign('l', 'draft', { on: 'event', filter: refers }),
      campaign('m', 'ended', { on: 'entered', segment: 'a' }),
      campaign('n', 'running', { on: 'entered', segment: 'b' }),
    ],
  );
  expect(found.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['campaign k', 'campaign l', 'segment b']);
});
