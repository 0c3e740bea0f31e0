// Amounts of Shopify, which come in the shop's currency and in the one that the buyer was shown.
// Those of the shop count. Pure.
import { currencyIn, amountIn, listIn, objectIn, type Fields, textIn } from './fields';

/** Returns `shop_money` of a set such as `total_price_set`; else the plain amount. */
export function shopAmount(object: Fields, name: string): unknown {
  const { amount } = objectIn(objectIn(object[`${name}_set`]).shop_money);
  return textIn(amount) === '' ? object[name] : amount;
}

interface Both {
  shop: { amount: number; currency: string };
  shown: { amount: number; currency: string };
}

function bothIn(set: unknown): Both | null {
  const [shop, shown] = ['shop_money', 'presentment_money'].map((kind) => {
    const { amount, currency_code: code } = objectIn(objectIn(set)[kind]);
    const currency = currencyIn(code);
    return currency === '' ? null : { currency, amount: Math.abs(amountIn(amount, currency, kind)) };
  });
  return shop && shown ? { shop, shown } : null;
}

export interface PaidBack {
  /** Minor units of `currency`. */
  amount: number;
  currency: string;
}

/**
 * Returns what a refund paid back: its successful transactions. They are in the currency of the
 * payment; the refund's own sets say what that is in the shop's. Where they do not, the amount
 * stays in the currency of the payment.
 */
export function paidBack(refund: Fields, shopCurrency = ''): PaidBack {
  const paid = listIn(refund.transactions).filter((one) => one.kind === 'refund' && one.status === 'success');
  const sets = setsOf(refund);
  const own = sets[0]?.shop.currency ?? shopCurrency;
  const currency = currencyIn(paid[0]?.currency) || own;
  if (currency === '') return { amount: 0, currency: own };
  const amount = paid.reduce((sum, one) => sum + amountIn(one.amount, currency, 'transactions.amount'), 0);
  if (own === '' || own === currency) return { amount, currency };
  const same = sets.filter(({ shown }) => shown.currency === currency);
  const shown = same.reduce((sum, set) => sum + set.shown.amount, 0);
  if (shown === 0) return { amount, currency };
  const shop = same.reduce((sum, set) => sum + set.shop.amount, 0);
  return { amount: Math.round((amount * shop) / shown), currency: own };
}

function setsOf(refund: Fields): Both[] {
  const sets = [
    ...listIn(refund.refund_line_items).flatMap((line) => [line.subtotal_set, line.total_tax_set]),
    ...listIn(refund.order_adjustments).flatMap((one) => [one.amount_set, one.tax_amount_set]),
  ];
  return sets.flatMap((set) => bothIn(set) ?? []);
}
