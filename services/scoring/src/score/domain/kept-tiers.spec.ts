import fc from 'fast-check';
import { DAY, Kept, START, bookOf, lives, numberAnew, profile, touchpoint } from '../../../testing/lives';
import { RuleView } from './rule-view';

const KEEP_DAYS = 60;

function bookKeeping(keepDays: number) {
  const book = bookOf([]);
  return { ...book, settings: { ...book.settings, value: { a: 600, b: 1_500, keepDays } } };
}
const moves = ({ log }: Kept) =>
  log
    .filter(({ kind, subject }) => kind === 'tier' && subject === 'value')
    .map(({ to, occurredAt }) => [to, occurredAt]);
const RISING = ['BZ', 'standard', 'MGC', 'MVC'];

describe('tiers that are kept', () => {
  it('fall so long after they were last reached, at that instant', () => {
    numberAnew();
    const bought = () => profile([touchpoint({ day: 0, properties: { order_id: 'o', total: 40 } })]);
    const fallOf = (keepDays: number) => {
      numberAnew();
      const kept = new Kept(bookKeeping(keepDays));
      kept.take([bought()]);
      kept.fire(START + 800 * DAY);
      return moves(kept).find(([to]) => to !== 'MVC')?.[1] as number;
    };
    expect(fallOf(KEEP_DAYS) - fallOf(0)).toBe(KEEP_DAYS * DAY);
  });

  it('do not fall again within that time, where nothing is given back', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const bought = life
          .filter(({ event }) => event === 'Order Completed')
          .map((one) => ({ ...one, properties: { ...one.properties, order_id: one.id } }));
        const inOrder = new Kept(bookKeeping(KEEP_DAYS));
        for (const one of bought) inOrder.take([profile([one])]);
        inOrder.fire(START + 900 * DAY);
        const ranks = moves(inOrder).map(([to, at]) => [RISING.indexOf(to as string), at as number] as const);
        for (const [place, [rank, at]] of ranks.entries()) {
          const [before] = ranks[place - 1] ?? [-1];
          const [next, then] = ranks[place + 1] ?? [rank, Infinity];
          // Whoever rose stays for as long as that at least, unless it rises further.
          if (rank > before && next < rank) expect(then - at).toBeGreaterThanOrEqual(KEEP_DAYS * DAY);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('end alike in any order and with duplicates', () => {
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat(9)), (life, random) => {
        const book = bookKeeping(KEEP_DAYS);
        const inOrder = new Kept(book);
        for (const one of life) inOrder.take([profile([one])]);
        inOrder.fire(START + 900 * DAY);
        const mixed = [...life, ...life].map((one) => [random.next().value as number, one] as const);
        mixed.sort(([a], [b]) => a - b);
        const shuffled = new Kept(book);
        for (const [, one] of mixed) shuffled.take([profile([one])]);
        shuffled.fire(START + 900 * DAY);
        const end = ({ standings }: Kept) => [...standings.values()].map(({ standing }) => standing.tiers);
        expect(end(shuffled)).toEqual(end(inOrder));
        for (const [, row] of inOrder.standings) {
          const facts = new Map([...inOrder.facts].map(([identity, one]) => [identity, one.facts]));
          const { value } = new RuleView(facts, book, START + 900 * DAY).worth;
          expect(row.standing.tiers.value?.tier).toBe(value.tier);
        }
      }),
      { numRuns: 150 },
    );
  });
});
