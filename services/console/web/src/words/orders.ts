// What a rule on orders found of a customer, in words: how many, how much, or which order.
import type { TFunction } from 'i18next';
import type { Format } from './format';

/** What scoring compared, by what the condition asks (`libs/rules`). Amounts as one writes them. */
type Found = number | null | { orders: number } | { at: number; amount: number | null };

interface OrderWords {
  t: TFunction;
  format: Format;
  currency: string;
}

/** Null where it is none of what this version knows. */
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
