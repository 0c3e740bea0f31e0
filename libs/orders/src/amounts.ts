// What an order or a refund is worth by an event, in minor units.
import { Invalid, turnOf } from '@segue/contracts';
import { minorUnits } from './money';
import type { OrderEvent, Refund, Word } from './order';
import { isGiven } from './order-ids';

/** Returns the field that holds the worth of an order. */
export const worthIn = ({ properties }: OrderEvent) =>
  ['revenue', 'total', 'value'].find((name) => isGiven(properties[name]));

export function wordOf(touchpoint: OrderEvent, brandCurrency: string): Word {
  const { properties, occurredAt } = touchpoint;
  const currency = currencyOf(properties, brandCurrency);
  // `revenue` leaves out tax and shipping, as Segment defines it; most tills know only `total`.
  const field = worthIn(touchpoint) ?? 'value';
  const gross = nonNegative(properties[field], currency, `properties.${field === 'value' ? 'total' : field}`);
  const discount = isGiven(properties.discount) ? nonNegative(properties.discount, currency, 'properties.discount') : 0;
  const total = field === 'revenue' && isGiven(properties.total) ? amountIn(properties, 'total', currency) : gross;
  return {
    at: occurredAt,
    by: turnOf(touchpoint),
    currency,
    gross,
    ...(discount > 0 && { discount }),
    ...(total > 0 && total !== gross && { total }),
  };
}

export function refundOf(touchpoint: OrderEvent, brandCurrency: string): Refund {
  const { properties, occurredAt } = touchpoint;
  const refund = { at: occurredAt, by: turnOf(touchpoint) };
  const currency = currencyOf(properties, brandCurrency);
  const paid = ['amount', 'total'].find((name) => isGiven(properties[name]));
  const amount = paid === undefined ? undefined : amountIn(properties, paid, currency);
  const revenue = isGiven(properties.revenue)
    ? amountIn(properties, 'revenue', currency)
    : amount === undefined
      ? pricesOf(properties.products, currency)
      : undefined;
  if (amount === undefined && revenue === undefined) return refund;
  return {
    ...refund,
    ...(amount !== undefined && { amount }),
    ...(revenue !== undefined && { revenue }),
    ...(isGiven(properties.currency) && { currency }),
  };
}

/**
 * Returns what the products of a refund are worth together; undefined without products, or where
 * one of them says neither price nor total (`orderFault` refuses those).
 */
function pricesOf(products: unknown, currency: string): number | undefined {
  if (!Array.isArray(products) || products.length === 0) return undefined;
  let sum = 0;
  for (const [place, line] of products.entries()) {
    const worth = worthOfLine(line, currency, `properties.products.${place}`);
    if (worth === undefined) return undefined;
    sum += worth;
  }
  return sum;
}

/** Lines of a refund may be negative, as on a till's receipt: what counts is what is given back. */
function worthOfLine(line: unknown, currency: string, path: string): number | undefined {
  if (typeof line !== 'object' || line === null) return undefined;
  const { total, price, quantity, discount } = line as Record<string, unknown>;
  if (isGiven(total)) return Math.abs(minorUnits(total, currency, `${path}.total`));
  if (!isGiven(price)) return undefined;
  const count = isGiven(quantity) ? Math.abs(Number(quantity)) : 1;
  const reduced = isGiven(discount) ? Math.abs(minorUnits(discount, currency, `${path}.discount`)) : 0;
  const worth = Math.round(Math.abs(minorUnits(price, currency, `${path}.price`)) * count) - reduced;
  return Number.isFinite(worth) ? Math.max(0, worth) : undefined;
}

const amountIn = (properties: Record<string, unknown>, name: string, currency: string): number =>
  nonNegative(properties[name], currency, `properties.${name}`);

function nonNegative(amount: unknown, currency: string, path: string): number {
  const minor = minorUnits(amount, currency, path);
  if (minor < 0) throw new Invalid('amount', path, 'must not be negative');
  return minor;
}

function currencyOf(properties: Record<string, unknown>, brandCurrency: string): string {
  return isGiven(properties.currency) ? String(properties.currency).trim().toUpperCase() : brandCurrency;
}
