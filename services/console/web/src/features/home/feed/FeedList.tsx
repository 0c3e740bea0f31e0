// The lines of the feed: one piece of news each, or several that are alike.
import { useTranslation } from 'react-i18next';
import type { News } from '../../../api/live';
import { Since } from '../../../parts/When';
import { type FeedLine } from './feed-lines';
import { type Names, markOf } from './news-words';
import { ManyLine, NewsLine } from './NewsLine';

export function FeedList({ lines, names }: { lines: readonly FeedLine[]; names: Names }) {
  return (
    <ol className="feed" aria-live="off">
      {lines.map((line) => (
        <Line key={line.key} line={line} names={names} />
      ))}
    </ol>
  );
}

function Line({ line: { news }, names }: { line: FeedLine; names: Names }) {
  const [newest] = news;
  return (
    <li>
      <span className="mark" aria-hidden>
        {markOf(newest)}
      </span>
      {news.length === 1 ? <OneNews news={newest} names={names} /> : <ManyNews news={news} names={names} />}
      <span className="when">
        <Since at={newest.at} />
      </span>
    </li>
  );
}

function OneNews({ news, names }: { news: News; names: Names }) {
  const { t } = useTranslation();
  return (
    <span className="what">
      <NewsLine news={news} names={names} />
      {news.kind === 'touchpoint' && news.simulated && (
        <>
          {' '}
          <span className="simulated">{t('news.simulated')}</span>
        </>
      )}
    </span>
  );
}

/** The number of customers opens the list of their names. */
function ManyNews({ news, names }: { news: FeedLine['news']; names: Names }) {
  return (
    <details className="what">
      <summary>
        <ManyLine news={news} names={names} />
      </summary>
      <ul className="feed">
        {news.map((one) => (
          <li key={one.id}>
            <OneNews news={one} names={names} />
          </li>
        ))}
      </ul>
    </details>
  );
}
