// News in words: a sentence of the dictionary and its values. Pure.
import type { TFunction } from 'i18next';
import type { News } from '../../../api/live';
import { rankOf } from '../../../theme/tiers';
import { reasonInWords, tierInWords } from '../../../words/names';

/** Names of segments and campaigns by id. */
export interface Names {
  segments: Record<string, string>;
  campaigns: Record<string, string>;
}

/** The key of a sentence in the dictionary, and its values without the name. */
interface Sentence {
  key: string;
  values: Record<string, string>;
}

const EVENTS: Readonly<Record<string, string>> = {
  'Order Completed': 'news.purchase',
  'Product Viewed': 'news.view',
  'Order Refunded': 'news.refund',
  'Consent Granted': 'news.consent',
  'Consent Withdrawn': 'news.withdrawn',
  'Message Sent': 'news.messageSent',
  'Message Held Back': 'news.messageHeld',
  'Message Failed': 'news.messageFailed',
  identify: 'news.identify',
};

export function sentenceOf(news: News, names: Names, t: TFunction): Sentence {
  switch (news.kind) {
    case 'touchpoint':
      return { key: EVENTS[news.event] ?? 'news.other', values: { event: news.event } };
    case 'tier':
      return {
        key:
          news.from === null ? 'news.tierFirst' : rankOf(news.to) > rankOf(news.from) ? 'news.tierUp' : 'news.tierDown',
        values: { from: tierInWords(news.from, t), to: tierInWords(news.to, t) },
      };
    case 'entered':
    case 'left':
      return { key: `news.${news.kind}`, values: { segment: names.segments[news.subject] ?? news.subject } };
    case 'decision':
      return {
        key: news.outcome === 'sent' && news.channel === 'outbox' ? 'news.written' : `news.${news.outcome}`,
        values: { campaign: names.campaigns[news.campaign] ?? news.campaign, reason: reasonInWords(news.reason, t) },
      };
  }
}

/** Returns one sentence for several pieces of news that differ by the customer only. */
export function sentenceOfMany(news: readonly [News, ...News[]], names: Names, t: TFunction) {
  const { key, values } = sentenceOf(news[0], names, t);
  const count = new Set(news.map(({ customer }) => customer)).size;
  return { key: key.replace('news.', 'news.many.'), values: { ...values, count } };
}

/** The mark before the sentence: up, down, in, out, sent, held back, waiting. */
export function markOf(news: News): string {
  switch (news.kind) {
    case 'touchpoint':
      return '·';
    case 'tier':
      return rankOf(news.to) >= rankOf(news.from) ? '▲' : '▼';
    case 'entered':
      return '→';
    case 'left':
      return '←';
    case 'decision':
      return { sent: '✓', held: '✕', deferred: '…' }[news.outcome] ?? '·';
  }
}
