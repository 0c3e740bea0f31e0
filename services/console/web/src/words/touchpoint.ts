// One touchpoint of a timeline as a sentence. Pure.
import type { TFunction } from 'i18next';
import type { TimelineEntry } from '../api/types';
import { addressInWords } from './masked';
import { channelInWords, purposeInWords, reasonInWords } from './names';

interface TimelineWords {
  t: TFunction;
  /** Amounts in major units. */
  format: Record<'moneyMajor' | 'moneyNamed', (amount: number, currency: string) => string>;
  /** The currency of the brand. */
  currency: string;
  campaigns: Record<string, string>;
}

type TouchpointPart = Pick<TimelineEntry, 'type' | 'event' | 'properties'>;

export function touchpointInWords({ type, event, properties }: TouchpointPart, words: TimelineWords): string {
  const { t } = words;
  const text = (name: string) => (typeof properties[name] === 'string' ? properties[name] : '');
  const campaign = words.campaigns[text('campaign')] ?? text('campaign');
  const channel = channelInWords(text('channel'), t);
  switch (event) {
    case 'Order Completed':
      return purchase(properties, words);
    case 'Order Updated':
      return t('touchpoint.updated', { amount: amountIn(properties, words) });
    case 'Order Cancelled':
      return t('touchpoint.cancelled');
    case 'Order Refunded': {
      const amount = amountIn(properties, words, REFUND_AMOUNT);
      return amount === '' ? t('touchpoint.refundAll') : t('touchpoint.refund', { amount });
    }
    case 'Product Viewed':
      return viewed(text('name') || text('product_id'), t);
    case 'Consent Granted':
      return t('touchpoint.granted', { channel, purpose: purposeInWords(text('purpose') || 'marketing', t) });
    case 'Consent Withdrawn':
      return t('touchpoint.withdrawn', { channel, purpose: purposeInWords(text('purpose') || 'marketing', t) });
    case 'Message Sent':
      return text('channel') === 'outbox'
        ? t('touchpoint.messageWritten', { campaign })
        : t('touchpoint.messageSent', { campaign, channel });
    case 'Message Held Back':
      return t('touchpoint.messageHeld', { campaign, reason: reasonInWords(text('reason'), t) });
    case 'Message Failed':
      return t('touchpoint.messageFailed', { campaign });
    case 'Message Indeterminate':
      return t('touchpoint.messageIndeterminate', { campaign });
    case 'Address Restored':
      return t('touchpoint.restored', { address: addressInWords(text('address')), by: text('takenBackBy') });
    case 'Withdrawals Voided':
      return t('touchpoint.voided');
    default:
      return ofType(type, event, text('name') || text('path'), t);
  }
}

function ofType(type: string, event: string, name: string, t: TFunction): string {
  switch (type) {
    case 'page':
      return name === '' ? t('touchpoint.pageSome') : t('touchpoint.page', { what: name });
    case 'screen':
      return t('touchpoint.screen');
    case 'identify':
      return t('touchpoint.identify');
    case 'alias':
      return t('touchpoint.alias');
    case 'group':
      return t('touchpoint.group');
    default:
      return t('touchpoint.other', { event });
  }
}

const viewed = (what: string, t: TFunction) =>
  what === '' ? t('touchpoint.viewSomething') : t('touchpoint.view', { what });

function purchase(properties: Record<string, unknown>, words: TimelineWords): string {
  const amount = amountIn(properties, words);
  const count = properties.quantity;
  return typeof count === 'number'
    ? words.t('touchpoint.purchaseItems', { count, amount })
    : words.t('touchpoint.purchase', { amount });
}

/**
 * The properties that may hold the amount of an order and of a refund, in the order in which they
 * count.
 */
const ORDER_AMOUNT = ['revenue', 'total', 'value'];
const REFUND_AMOUNT = ['amount', 'total', 'revenue'];

/**
 * Returns the amount as it was sent; empty where there is none. A currency other than the brand's
 * is named, since several share a sign.
 */
function amountIn(
  properties: Record<string, unknown>,
  { format, currency }: TimelineWords,
  fields: readonly string[] = ORDER_AMOUNT,
): string {
  const field = fields.find((name) => properties[name] !== undefined);
  const amount = Number(field === undefined ? Number.NaN : properties[field]);
  if (Number.isNaN(amount)) return '';
  const own = currencyOf(properties, currency);
  return own === currency ? format.moneyMajor(amount, own) : format.moneyNamed(amount, own);
}

const currencyOf = (properties: Record<string, unknown>, brand: string): string =>
  typeof properties.currency === 'string' ? properties.currency.toUpperCase() : brand;

/**
 * Returns whether an order is in a currency other than the brand's: it counts as an order, but its
 * amount is in no total.
 */
export function isOutsideTotals(
  { event, properties }: Pick<TouchpointPart, 'event' | 'properties'>,
  brand: string,
): boolean {
  return (event === 'Order Completed' || event === 'Order Updated') && currencyOf(properties, brand) !== brand;
}
