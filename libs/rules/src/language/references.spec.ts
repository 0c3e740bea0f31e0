import { circleIn, segmentsIn } from './references';
import type { Condition } from './rule';

const entry = (id: string, ...others: string[]) => {
  const of = others.map((other): Condition => ({ kind: 'segment', id: other }));
  const known: Condition = { kind: 'trait', name: 'x', is: 'known' };
  return { id, rule: { version: 1 as const, when: { kind: 'or', of: [known, ...of] } as Condition } };
};

it.each([
  ['none at all', [entry('a'), entry('b')], null],
  ['itself', [entry('a', 'a')], ['a', 'a']],
  ['one that is not there', [entry('a', 'gone')], null],
  ['the same by two ways', [entry('a', 'b', 'c'), entry('b', 'd'), entry('c', 'd'), entry('d')], null],
  ['a circle farther on', [entry('a', 'b'), entry('b', 'c'), entry('c', 'b')], ['b', 'c', 'b']],
  ['a circle of others', [entry('a'), entry('b', 'c'), entry('c', 'd'), entry('d', 'b')], ['b', 'c', 'd', 'b']],
  ['a circle behind what was cleared', [entry('a', 'b'), entry('b'), entry('c', 'a', 'c')], ['c', 'c']],
])('a segment may refer to %s: %j', (_, entries, circle) => {
  expect(circleIn(entries)).toEqual(circle);
});

it('names the segments that a rule refers to', () => {
  expect(segmentsIn(entry('a', 'b', 'c').rule)).toEqual(['b', 'c']);
  expect(segmentsIn(entry('a').rule)).toEqual([]);
});
