import { type Happened, ask, within } from '../../testing/ask';
import type { Condition } from '../language/rule';

describe('where', () => {
  const place = (visit: string, places: unknown[], more: object = { within: within(20) }) =>
    ({ kind: 'place', visit, name: 'A', property: 'store.region', in: places, ...more }) as Condition;
  const at = (...all: [time: number, region?: unknown][]): Happened[] =>
    all.map(([time, region]) => ['A', time, { store: { region } }]);
  const usual = (region: unknown, times: number, visits: number, latest: number) => ({
    place: region,
    times,
    visits,
    latest,
  });

  it.each<[string, Condition, Happened[], number, boolean, number | null, unknown]>([
    ['nowhere', place('usual', ['N']), at([1, undefined]), 5, false, null, null],
    ['most often', place('usual', ['N']), at([1, 'N'], [2, 'N'], [3, 'S']), 5, true, 21, usual('N', 2, 3, 2)],
    [
      'until others are more',
      place('usual', ['N']),
      at([1, 'N'], [2, 'N'], [3, 'S']),
      21,
      false,
      null,
      usual('S', 1, 2, 3),
    ],
    ['of two as often the latest', place('usual', ['N']), at([1, 'N'], [3, 'S']), 5, false, null, usual('S', 1, 2, 3)],
    [
      'it comes to be the usual one',
      place('usual', ['N']),
      at([1, 'S'], [2, 'S'], [3, 'N'], [4, 'N'], [5, 'S']),
      6,
      false,
      22,
      usual('S', 3, 5, 5),
    ],
    ['to the end of the window', place('usual', ['N', 'S']), at([1, 'N'], [3, 'S']), 5, true, 23, usual('S', 1, 2, 3)],
    ['for ever without a window', place('usual', ['N'], {}), at([1, 'N']), 90, true, null, usual('N', 1, 1, 1)],
    ['as numbers, not as texts', place('usual', ['7']), at([1, 7]), 5, false, null, usual(7, 1, 1, 1)],
    [
      'in several at once',
      place('usual', ['N'], {}),
      at([1, ['N', 'S']], [2, 'N']),
      5,
      true,
      null,
      usual('N', 2, 3, 2),
    ],
    ['last', place('last', ['S']), at([1, 'N'], [2, 'N'], [3, 'S']), 5, true, 23, usual('S', 1, 1, 3)],
    ['last, of those that say where', place('last', ['N']), at([1, 'N'], [2, null]), 5, true, 21, usual('N', 1, 1, 1)],
    ['not last', place('last', ['N']), at([1, 'N'], [3, 'S']), 5, false, null, usual('S', 1, 1, 3)],
    ['at any time', place('any', ['N']), at([1, 'N'], [2, 'S'], [3, 'S']), 5, true, 21, { times: 1, latest: 1 }],
    ['at no time', place('any', ['N']), at([2, 'S']), 5, false, null, { times: 0, latest: null }],
    [
      'of those that fit',
      place('usual', ['N'], { where: [{ property: 'store.open', is: 'equal', value: true }] }),
      at([1, 'N']),
      5,
      false,
      null,
      null,
    ],
  ])('%s: %j after %j at %p', (_, when, happened, now, holds, changesAt, value) => {
    expect(ask(when, happened, now)).toEqual([holds, changesAt, value]);
  });

  it('the usual place is told by the 32 latest', () => {
    const visits = [...Array.from({ length: 40 }, (_, time) => [time, 'N']), [50, 'S'], [51, 'S']] as [
      number,
      string,
    ][];
    const [holds, , value] = ask(place('usual', ['N'], {}), at(...visits), 60);
    expect([holds, value]).toEqual([true, usual('N', 30, 32, 39)]);
  });
});
