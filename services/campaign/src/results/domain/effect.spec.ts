import { type Group, NO_GROUP, effectOf, liftOf } from './effect';

const DAY = 86_400_000;

/** Customers of whom a share ordered once, for ten each. */
function group(customers: number, buyers: number): Group {
  return { ...NO_GROUP, customers, buyers, orders: buyers, revenue: buyers * 1_000, squares: buyers * 1_000 ** 2 };
}

describe('the effect of a campaign', () => {
  it('helped where the treated order clearly more often', () => {
    const effect = effectOf({ treated: group(9_000, 1_350), control: group(1_000, 80), since: 0 }, 0.1, 20 * DAY);
    expect(effect?.orders.verdict.kind).toBe('helped');
    expect(effect?.orders.sentence.en).toMatch(/^Helped: \+\d+ % orders, between \+\d+ and \+\d+$/);
    expect(effect?.orders.sentence['zh-CN']).toMatch(/^有效：订单 \+\d+%，介于/);
    // 15 % against 8 %.
    const lift = effect && liftOf(effect.orders.verdict);
    expect(lift?.value).toBeCloseTo(0.875, 6);
    expect(lift?.from).toBeGreaterThan(0);
    expect(effect?.expected).toEqual([9_000, 1_000]);
    expect(effect?.p).toBe(1);
  });

  it('shows no difference where there is none, and how long it takes to see one', () => {
    const effect = effectOf({ treated: group(4_500, 450), control: group(500, 50), since: 0 }, 0.1, 20 * DAY);
    expect(effect?.orders.verdict.kind).toBe('no-difference');
    expect(effect?.orders.sentence.en).toMatch(/^No difference so far/);
    expect(effect?.revenue.sentence.en).toMatch(/^No difference so far/);
  });

  it('is not compared where the split is broken', () => {
    const effect = effectOf({ treated: group(8_000, 800), control: group(2_000, 100), since: 0 }, 0.1, 20 * DAY);
    expect(effect?.orders.verdict.kind).toBe('broken-split');
    expect(effect?.p).toBeLessThan(0.001);
  });

  it('waits for enough customers in both groups', () => {
    const effect = effectOf({ treated: group(9, 1), control: group(1, 0), since: 0 }, 0.1, DAY);
    expect(effect?.orders.verdict.kind).toBe('not-enough');
    expect(effect && liftOf(effect.orders.verdict)).toBeNull();
  });

  it('is none without a control group, or with nothing else', () => {
    const groups = { treated: group(9, 1), control: group(0, 0), since: 0 };
    expect(effectOf(groups, 0, DAY)).toBeNull();
    expect(effectOf(groups, 1, DAY)).toBeNull();
  });
});
