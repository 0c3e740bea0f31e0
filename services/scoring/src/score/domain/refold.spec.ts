import type { NumberedTouchpoint } from '@segue/contracts';
import { type Needs, mergeNeeds, reads, rebuild } from '@segue/rules';
import fc from 'fast-check';
import { type Facts, emptyFactsFor, foldFacts } from './facts';
import { type Refold, aboveOf, refoldOf, refolded, withPage } from './refold';

const BRAND = { currency: 'EUR', zone: 'UTC' };
const ME = 'userId:me';
const needsOf = (name: string): Needs =>
  mergeNeeds([reads({ version: 1, when: { kind: 'event', name, times: { atLeast: 2 } } })]);
const [BEFORE, NOW] = [needsOf('Other'), needsOf('Viewed')];

const touchpoint = (number: number, occurredAt: number): NumberedTouchpoint => ({
  ...{ v: 1, identity: ME, ids: [ME], source: 's', id: `m${number}`, digest: 'd', type: 'track', event: 'Viewed' },
  ...{ properties: {}, context: {}, origin: 'live', cause: null, trust: 'server', recordedAt: occurredAt },
  ...{ occurredAt, number },
});
const foldAll = (all: readonly NumberedTouchpoint[], needs: Needs): Facts =>
  all.reduce((facts, one) => foldFacts(facts, one, needs, BRAND), emptyFactsFor(needs));
const rulesOf = (all: readonly NumberedTouchpoint[]) => rebuild(ME, all, NOW)[ME];

/** Reads a history in pages of two, as far as it is above what was read. */
function read(refold: Refold, history: readonly NumberedTouchpoint[]): Refold {
  const page = history.filter(({ number }) => number > aboveOf(refold));
  const starts = page.flatMap((_, place) => (place % 2 === 0 ? [place] : []));
  return starts.reduce((after, start) => withPage(after, page.slice(start, start + 2), NOW), refold);
}

describe('facts that are folded again in pages', () => {
  const lives = fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    .map((times) => times.map((at, place) => touchpoint(place + 1, at)));

  it('are those of a fold in order, whatever the order of the pages and whatever is not read yet', () => {
    fc.assert(
      fc.property(
        lives.chain((life) =>
          fc.tuple(
            fc.constant(life),
            fc.shuffledSubarray(life, { minLength: life.length }),
            fc.subarray(life),
            fc.subarray(life),
          ),
        ),
        ([life, shuffled, folded, later]) => {
          const facts = foldAll(folded, BEFORE);
          const first = read(refoldOf(facts.rules, NOW), shuffled);
          expect(refolded(facts, first, NOW)?.rules).toEqual(rulesOf(folded));

          // More touchpoints came while the pages were read: only these are read then.
          const more = later.filter((one) => !folded.includes(one));
          const grown = more.reduce((sum, one) => foldFacts(sum, one, BEFORE, BRAND), facts);
          if (more.length > 0) expect(refolded(grown, first, NOW)).toBeNull();
          const second = read(refoldOf(grown.rules, NOW, first), shuffled);
          expect(refolded(grown, second, NOW)?.rules).toEqual(rulesOf([...folded, ...more]));
          expect(refolded(facts, first, NOW)?.rules).toEqual(rulesOf(folded));
          expect(life).toHaveLength(shuffled.length);
        },
      ),
    );
  });

  it('are null while the history is behind, and begin again for other needs', () => {
    const life = [touchpoint(1, 1), touchpoint(2, 2)];
    const facts = foldAll(life, BEFORE);
    const behind = read(refoldOf(facts.rules, NOW), life.slice(0, 1));
    expect(refolded(facts, behind, NOW)).toBeNull();
    expect(refolded(facts, undefined, NOW)).toBeNull();
    expect(refoldOf(facts.rules, NOW, behind)).toMatchObject({ count: 0 });
    const done = read(refoldOf(facts.rules, NOW), life);
    expect(refoldOf(facts.rules, needsOf('Third'), done)).toMatchObject({ count: 0 });
    expect(refolded(facts, done, needsOf('Third'))).toBeNull();
  });
});
