// The result of a condition on orders, in words: a number, an amount, or one order. Pure.
import type { TFunction } from 'i18next';
import type { Format } from './format';

/**
 * The value that scoring compared, by the kind of condition (`libs/rules`). Amounts in major units.
 */
type Found = number | null | { orders: number } | { at: number; amount: number | null };

interface OrderWords {
  t: TFunction;
  format: Format;
  currency: string;
}

/** Returns null for a value of an unknown kind. */
export function foundOrders(value: unknown, { t, format, currency }: OrderWords): string | null {
  if (value === undefined) return null;
  const found = value as Found;
  if (found === null) return t('because.order.none');
  if (typeof found === 'number') return format.moneyMajor(found, currency);
  if ('orders' in found) return t('because.order.count', { count: found.orders });
  if (!('at' in found)) return null;
  const when = format.date(new Date(found.at).toISOString());
  if (found.amount === null) return t('because.order.unvalued', { when });
  return t('because.order.one', { when, amount: format.moneyMajor(found.amount, currency) });
}
