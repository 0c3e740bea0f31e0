import fc from 'fast-check';
import {
  bookOf,
  DAY,
  judgingAll,
  Kept,
  lives,
  profile,
  segment,
  SEGMENTS,
  START,
  touchpoint,
} from '../../../testing/lives';

describe('laws of scoring', () => {
  it('makes the same transitions for any batching of a life in time order', () => {
    fc.assert(
      fc.property(lives, fc.array(fc.integer({ min: 1, max: 5 })), (life, sizes) => {
        const single = new Kept(bookOf(SEGMENTS));
        for (const one of life) single.take([profile([one])]);
        const batched = new Kept(bookOf(SEGMENTS));
        for (let from = 0, turn = 0; from < life.length; turn++) {
          const some = life.slice(from, from + (sizes[turn] ?? 4));
          batched.take([profile(some)]);
          from += some.length;
        }
        single.fire(START + 900 * DAY);
        batched.fire(START + 900 * DAY);

        expect(batched.words()).toEqual(single.words());
        // What campaigns are told of the customer is as it was at that transition, whatever else
        // came in the same batch.
        expect(batched.log.map(({ head }) => head)).toEqual(single.log.map(({ head }) => head));
      }),
      { numRuns: 300 },
    );
  });

  it('does not care whether a timer or the next touchpoint fires what is due', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const lazy = new Kept(bookOf(SEGMENTS));
        const eager = new Kept(bookOf(SEGMENTS));
        for (const one of life) {
          lazy.take([profile([one])]);
          eager.fire(one.occurredAt - 1);
          eager.take([profile([one])]);
        }
        expect(eager.words()).toEqual(lazy.words());
      }),
      { numRuns: 300 },
    );
  });

  it('judges anew only what was edited, and ends as if all had been judged', () => {
    const edits = [
      segment('city', { kind: 'trait', name: 'city', is: 'equal', value: 'Graz' }, 2),
      segment('both', { kind: 'and', of: ['city', 'valued'].map((id) => ({ kind: 'segment' as const, id })) }, 2),
    ];
    const after = [...SEGMENTS.filter(({ id }) => id !== 'city' && id !== 'twice'), ...edits];
    fc.assert(
      fc.property(lives, fc.integer({ min: 0, max: 500 }), (life, later) => {
        const standingsUnder = (everything: boolean) => {
          const kept = new Kept(bookOf(SEGMENTS));
          for (const one of life) kept.take([profile([one])]);
          const book = bookOf(after, 2, kept.book);
          kept.book = everything ? judgingAll(book) : book;
          const [row] = kept.standings.values();
          const at = (row?.standing.judgedAt ?? START) + later * DAY;
          kept.take([profile([touchpoint({ day: 0, event: 'Nothing', occurredAt: at })])]);
          return { standings: [...kept.standings.values()].map(({ standing }) => standing), log: kept.words() };
        };
        expect(standingsUnder(false)).toEqual(standingsUnder(true));
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a standing that is right at every instant: judging all anew finds nothing to change', () => {
    fc.assert(
      fc.property(lives, fc.integer({ min: 0, max: 500 }), (life, later) => {
        const kept = new Kept(bookOf(SEGMENTS));
        for (const one of life) kept.take([profile([one])]);
        const until = (life.at(-1)?.occurredAt ?? START) + later * DAY;
        kept.fire(until);
        const before = kept.log.length;

        kept.book = judgingAll(bookOf(SEGMENTS, 2, kept.book));
        const [row] = kept.standings.values();
        if (!row) return;
        const touched = { ...row, standing: { ...row.standing, judgedAt: until } };
        kept.standings.set(row.customer, touched);
        kept.take([profile([touchpoint({ day: 0, event: 'Nothing', occurredAt: until })])]);

        expect(kept.log.slice(before)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
