// The evaluator against a plain one that looks at the whole history at every millisecond: 100 thousand generated customers and conditions.
import fc from 'fast-check';
import { type Judged, compile } from './compile';
import { emptyFacts, fold } from './facts';
import { naivelyHolds } from './testing/naive';
import { END, NOW, conditions, histories, surroundings, worldOf } from './testing/worlds';

const CASES = 100_000;
const seed = Number(process.env.SEED ?? 20261122);

it(`agrees with looking at every millisecond (${CASES} cases, seed ${seed})`, () => {
  let flipped = 0;
  fc.assert(
    fc.property(conditions, histories, surroundings, (when, history, around) => {
      const rulebook = compile([{ id: 'one', rule: { version: 1, when } }]);
      const { world, context } = worldOf(history, around);
      const facts = history.reduce((known, one) => fold(known, one, rulebook.needs), emptyFacts());

      const [{ holds, flipsAt, exact }] = rulebook.judge(rulebook.rules, facts, context) as [Judged];
      const first = firstOther(holds, (at) => naivelyHolds(when, world, at));

      if (naivelyHolds(when, world, NOW) !== holds || flipsAt !== first || !exact) {
        throw new Error(`holds ${holds}, flips at ${flipsAt}, seen to flip at ${first}`);
      }
      if (flipsAt !== null) flipped++;
    }),
    { numRuns: CASES, seed },
  );
  // Cases in which nothing ever changes would prove little.
  expect(flipped).toBeGreaterThan(CASES / 8);
}, 180_000);

function firstOther(holds: boolean, holdsAt: (at: number) => boolean): number | null {
  for (let at = NOW + 1; at <= END; at++) if (holdsAt(at) !== holds) return at;
  return null;
}
