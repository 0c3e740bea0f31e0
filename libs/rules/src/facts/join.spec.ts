import type { NumberedTouchpoint } from '@segue/contracts';
import fc from 'fast-check';
import { foldAll, history, needs } from '../../testing/histories';
import { touchpoint } from '../../testing/touchpoints';
import { emptyFacts, type Facts, type RuleFacts } from './facts';
import { fold } from './fold';
import { hasFolded } from './folded-numbers';
import { join } from './join';

it('joins commutatively, associatively and idempotently', () => {
  const some = fc
    .tuple(history, fc.constantFrom('userId:u1', 'email:a@example.com'), fc.nat(14))
    .map(([list, identity, upTo]) => foldAll(list.slice(0, upTo).map((one) => ({ ...one, identity }))));
  fc.assert(
    fc.property(some, some, some, (a, b, c) => {
      expect(join(a, b)).toEqual(join(b, a));
      expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
      expect(join(a, a)).toEqual(a);
      expect(join(a, emptyFacts())).toEqual(a);
    }),
    { numRuns: cases(1000) },
  );
});

describe('states of one identity that grew apart', () => {
  /** Some of one history, each in an order of its own. */
  const states = history.chain((list) => {
    const some = fc.shuffledSubarray(list).map(foldAll);
    return fc.tuple(fc.constant(list), some, some, some);
  });

  it('join commutatively, associatively and idempotently', () => {
    fc.assert(
      fc.property(states, ([, a, b, c]) => {
        expect(join(a, b)).toEqual(join(b, a));
        expect(join(join(a, b), c)).toEqual(join(a, join(b, c)));
        expect(join(join(a, b), b)).toEqual(join(a, b));
      }),
      { numRuns: cases(2000) },
    );
  });

  it('lose nothing for good: what is not folded says so, and is folded when it comes again', () => {
    fc.assert(
      fc.property(states, ([list, a, b]) => {
        const joined = join(a, b);
        expect([a, b]).toContainEqual(joined);
        expect(list.reduce((facts, one) => fold(facts, one, needs), joined)).toEqual(foldAll(list));
      }),
      { numRuns: cases(1000) },
    );
  });

  it('of which one is kept that has the other, and of two with gaps always the same, however they came to be', () => {
    const [one, two, three] = [5, 7, 6].map((occurredAt, index) =>
      touchpoint({
        number: index + 1,
        event: 'Viewed',
        occurredAt,
        properties: { category: index === 0 ? 'Jazz' : 'Rock' },
      }),
    ) as [NumberedTouchpoint, NumberedTouchpoint, NumberedTouchpoint];
    expect(join(foldAll([one, three]), foldAll([one, two, three]))).toEqual(foldAll([one, two, three]));
    const joined = join(foldAll([one, three]), foldAll([one, two]));
    expect([2, 3].map((number) => hasFolded(joined['userId:u1']!, number)).sort()).toEqual([false, true]);
    // As it may come back from a store.
    const reordered = (facts: Facts): Facts => ({
      'userId:u1': Object.fromEntries(Object.entries(facts['userId:u1']!).reverse()) as unknown as RuleFacts,
    });
    for (const other of [foldAll([one, two]), foldAll([two, three])]) {
      const some = foldAll([one, three]);
      expect(join(reordered(some), other)).toEqual(join(some, other));
      expect(join(other, reordered(some))).toEqual(join(some, other));
    }
  });
});

it('lets the state that has folded more win', () => {
  fc.assert(
    fc.property(history, fc.nat(14), (list, upTo) => {
      expect(join(foldAll(list), foldAll(list.slice(0, upTo)))).toEqual(foldAll(list));
    }),
  );
});
