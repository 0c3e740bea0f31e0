// One touchpoint of a timeline as a sentence.
import type { TFunction } from 'i18next';
import type { TimelineEntry } from '../api/client';
import type { Format } from '../format';
import { channelInWords, purposeInWords, reasonInWords } from './names';

export interface TimelineWords {
  t: TFunction;
  format: Format;
  currency: string;
  campaigns: Record<string, string>;
}

export function touchpointInWords({ type, event, properties }: TimelineEntry, words: TimelineWords): string {
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
      const amount = amountIn(properties, words);
      return amount === '' ? t('touchpoint.refundAll') : t('touchpoint.refund', { amount });
    }
    case 'Product Viewed':
      return viewed(text('name') || text('product_id'), t);
    case 'Consent Granted':
      return t('touchpoint.granted', { channel, purpose: purposeInWords(text('purpose') || 'marketing', t) });
    case 'Consent Withdrawn':
      return t('touchpoint.withdrawn', { channel, purpose: purposeInWords(text('purpose') || 'marketing', t) });
    case 'Message Sent':
      return t('touchpoint.messageSent', { campaign, channel });
    case 'Message Held Back':
      return t('touchpoint.messageHeld', { campaign, reason: reasonInWords(text('reason'), t) });
    case 'Message Failed':
      return t('touchpoint.messageFailed', { campaign });
    case 'Message Indeterminate':
      return t('touchpoint.messageIndeterminate', { campaign });
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

/** As it was sent, in major units; empty without one. */
function amountIn(properties: Record<string, unknown>, { format, currency }: TimelineWords): string {
  const given = Number(properties.total ?? properties.revenue ?? Number.NaN);
  if (Number.isNaN(given)) return '';
  return format.moneyMajor(given, typeof properties.currency === 'string' ? properties.currency : currency);
}
