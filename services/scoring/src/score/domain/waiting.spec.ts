// Without a prediction: what tiers and rules go by while too few customers have bought again.
import { DAY, Kept, START, bookOf, order, profile, segment, touchpoint } from '../../../testing/lives';
import { asksForPrediction } from '../../models/domain/asks-for-prediction';
import { RuleView } from './rule-view';
import { factsOf } from './known-standings';
import { dueAt } from './standing.state';

const RICH = segment('rich', { kind: 'number', name: 'expectedRevenue', is: 'atLeast', value: 1 });
const UNKNOWN = segment('unknown', { kind: 'number', name: 'pAlive', is: 'unknown' });
const BOUGHT = segment('bought', { ...order, times: { atLeast: 1 } });
const book = bookOf([RICH, UNKNOWN, BOUGHT]);
const waiting = { ...book, settings: { ...book.settings, model: { ...book.settings.model, waits: true } } };

function bought(under: typeof book): Kept {
  const kept = new Kept(under);
  kept.take([profile([touchpoint({ day: 0, properties: { total: 25, order_id: 'o1', currency: 'USD' } })])]);
  return kept;
}

function viewOf(kept: Kept, under: typeof book, day: number): RuleView {
  const [row] = [...kept.standings.values()];
  return new RuleView(factsOf(row!.standing, kept.facts), under, START + day * DAY);
}

it('holds no rule on a prediction, and says that it is unknown', () => {
  const kept = bought(waiting);
  const [row] = [...kept.standings.values()];
  expect(Object.keys(row!.standing.segments).sort()).toEqual(['bought', 'unknown']);
  const view = viewOf(kept, waiting, 0);
  expect(waiting.rules.explain('rich', view.rules, view)).toMatchObject([{ holds: false, value: null }]);
  expect([RICH, UNKNOWN, BOUGHT].map(({ rule }) => asksForPrediction(rule))).toEqual([true, true, false]);
});

it('gives tiers by spend and recency, says so, and foresees when the purchase is not recent any more', () => {
  const kept = bought(waiting);
  const { value, isPredicted } = viewOf(kept, waiting, 0).worth;
  expect(isPredicted).toBe(false);
  expect(value).toMatchObject({ tier: 'MGC' });
  expect(value.because).toMatchObject([
    { fact: 'net', holds: false },
    { fact: 'net', holds: false },
    { fact: 'spend', holds: true },
    { fact: 'daysSincePurchase', holds: true },
  ]);
  const [row] = [...kept.standings.values()];
  expect(dueAt(row!.standing)).toBe(value.changesAt);
  kept.fire(START + 120 * DAY, START + 120 * DAY);
  expect(
    kept
      .words()
      .filter((word) => word.startsWith('tier value'))
      .at(-1),
  ).toBe('tier value standard 1998-03-31');
});

it('goes by the prediction as soon as there is one', () => {
  const view = viewOf(bought(book), book, 0);
  expect(view.worth.isPredicted).toBe(true);
  expect(view.worth.value.because.at(-1)).toMatchObject({ fact: 'expectedRevenue' });
  expect(book.rules.explain('rich', view.rules, view)).toMatchObject([{ holds: true }]);
});
