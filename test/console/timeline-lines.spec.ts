import type { TFunction } from 'i18next';
import { isOutsideTotals, touchpointInWords } from '../../services/console/web/src/words/touchpoint';

const BRAND = 'USD';
const words = {
  t: ((key: string, { amount }: { amount?: string } = {}) => `${key} ${amount ?? ''}`.trim()) as TFunction,
  format: {
    moneyMajor: (amount: number) => `$${amount}`,
    moneyNamed: (amount: number, currency: string) => `${currency} ${amount}`,
  },
  currency: BRAND,
  campaigns: {},
};

const told = (event: string, properties: Record<string, unknown>) => {
  const line = touchpointInWords({ type: 'track', event, properties }, words);
  return isOutsideTotals({ event, properties }, BRAND) ? `${line} *` : line;
};

describe('an order on the timeline', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['the brand’s currency', { total: '29.33', currency: 'USD' }, '$29.33'],
    ['the brand’s in small letters', { total: '29.33', currency: 'usd' }, '$29.33'],
    ['none named: the brand’s', { total: '29.33' }, '$29.33'],
    ['another one, which is named and not in the totals', { total: '29.33', currency: 'CAD' }, 'CAD 29.33 *'],
    ['another one in small letters', { total: '29.33', currency: 'eur' }, 'EUR 29.33 *'],
  ])('has its own amount: %s', (_, properties, expected) => {
    expect(told('Order Completed', properties)).toBe(`touchpoint.purchase ${expected}`);
    expect(told('Order Updated', properties)).toBe(`touchpoint.updated ${expected}`);
  });

  it('shows the amount that is counted, where there are several', () => {
    expect(told('Order Completed', { total: 33, revenue: 30, value: 31 })).toBe('touchpoint.purchase $30');
    expect(told('Order Completed', { total: 33, value: 31 })).toBe('touchpoint.purchase $33');
    expect(told('Order Completed', { value: 31 })).toBe('touchpoint.purchase $31');
    expect(told('Order Refunded', { amount: 5, total: 33 })).toBe('touchpoint.refund $5');
    expect(told('Order Refunded', {})).toBe('touchpoint.refundAll');
  });
});
