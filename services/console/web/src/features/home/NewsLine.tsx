// One piece of news as a sentence, with the customer and the reason to open.
import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { News } from '../../api/live';
import { rankOf } from '../../theme/tiers';
import { calledIn } from '../../words/called';
import { reasonInWords, tierInWords } from '../../words/names';

const EVENTS: Record<string, string> = {
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

export interface Names {
  segments: Record<string, string>;
  campaigns: Record<string, string>;
}

export function NewsLine({ news, names }: { news: News; names: Names }) {
  const { t } = useTranslation();
  const { key, values } = sentenceOf(news, names, t);
  return (
    <>
      <Trans
        i18nKey={key as never}
        values={{ ...values, name: calledIn(news, t) }}
        components={{ 1: <Link to={`/customers/${news.customer}`} /> }}
      />
      {news.kind === 'decision' && (
        <>
          {' '}
          <Link to={`/customers/${news.customer}?decision=${news.decision}`} className="muted">
            {t('news.why')}
          </Link>
        </>
      )}
    </>
  );
}

/** Of many alike, in one sentence: “23 customers entered …”. */
export function ManyLine({ news, names }: { news: readonly [News, ...News[]]; names: Names }) {
  const { t } = useTranslation();
  const { key, values } = sentenceOf(news[0], names, t);
  const count = new Set(news.map(({ customer }) => customer)).size;
  const many = key.replace('news.', 'news.many.') as 'news.many.held';
  // Each sentence takes the values it has words for.
  return <>{t(many, { ...(values as { campaign: string; reason: string }), count })}</>;
}

function sentenceOf(news: News, names: Names, t: TFunction): { key: string; values: Record<string, string> } {
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

/** ▲ ▼ and the like before the sentence: the sign by shape. */
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
