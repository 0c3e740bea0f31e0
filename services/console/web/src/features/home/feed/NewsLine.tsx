// One piece of news as a sentence, with links to the customer and to the reasons of a decision.
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { News } from '../../../api/live';
import { calledIn } from '../../../words/called';
import { type Names, sentenceOf, sentenceOfMany } from './news-words';

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

/** Several pieces of news in one sentence: “23 customers entered …”. */
export function ManyLine({ news, names }: { news: readonly [News, ...News[]]; names: Names }) {
  const { t } = useTranslation();
  const { key, values } = sentenceOfMany(news, names, t);
  return <>{t(key, values)}</>;
}
