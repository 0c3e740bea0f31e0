import fc from 'fast-check';
import { ANA, DAY, Kept, START, bookOf, numberAnew, profile, touchpoint } from '../../../testing/lives';
import type { StandingRow } from '../../score/domain/known-standings';
import { type MoveCount, comingMoves, countMoves } from './coming';

const comingTo = (kept: Kept, until: number) => {
  const facts = new Map([...kept.facts].map(([identity, row]) => [identity, row.facts]));
  return comingMoves({ standing: (kept.standings.get(ANA) as StandingRow).standing, facts }, kept.book, until);
};

describe('moves that come by themselves', () => {
  it('are those that timers make, at the same instants, one after the other', () => {
    const orders = fc.array(fc.record({ day: fc.nat(200), total: fc.integer({ min: 1, max: 300 }) }), {
      ...{ minLength: 1, maxLength: 4 },
    });
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 500 }), (bought, days) => {
        numberAnew();
        const kept = new Kept(bookOf([]));
        const inOrder = [...bought].sort((a, b) => a.day - b.day);
        kept.take([profile(inOrder.map(({ day, total }) => touchpoint({ day, properties: { total } })))]);
        const until = START + ((inOrder.at(-1)?.day ?? 0) + days) * DAY;
        const foretold = comingTo(kept, until);
        const before = kept.log.length;
        kept.fire(until);
        const came = kept.log.slice(before).filter(({ kind }) => kind === 'tier');
        expect(foretold.map(({ at, scheme, from, to }) => [at, scheme, from, to]).sort()).toEqual(
          came.map(({ occurredAt, subject, from, to }) => [occurredAt, subject, from, to]).sort(),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('are counted by way, a customer once for each', () => {
    const counts = new Map<string, MoveCount>();
    const move = { scheme: 'value', from: 'MVC', to: 'standard' };
    countMoves(counts, [
      { at: 1, ...move },
      { at: 2, scheme: 'rfm', from: 'New', to: 'Promising' },
      { at: 3, ...move },
    ]);
    countMoves(counts, [{ at: 9, ...move }]);
    expect([...counts.values()]).toEqual([
      { ...move, customers: 2 },
      { scheme: 'rfm', from: 'New', to: 'Promising', customers: 1 },
    ]);
  });
});
