import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { News } from '../api/live';
import { Empty } from '../parts/Empty';
import { Fault } from '../parts/Fault';
import { LateSkeleton } from '../parts/Loaded';
import { Since } from '../parts/When';
import { ManyLine, type Names, NewsLine, markOf } from '../words/NewsLine';
import { type FeedLine, feedLines } from './feed-lines';
import type { Live } from './live';
import { useCampaignNames, useSegmentNames } from './queries';

const SHOWN = 24;

export function Feed({ live }: { live: Live }) {
  const { t } = useTranslation();
  return (
    <Card title={t('home.feed')}>
      <Lines live={live} />
    </Card>
  );
}

function Lines({ live: { news, state, fault } }: { live: Live }) {
  const { t } = useTranslation();
  const { data: segments = {} } = useSegmentNames();
  const { data: campaigns = {} } = useCampaignNames();
  if (news.length === 0 && state === 'opening') return <LateSkeleton rows={6} />;
  if (news.length === 0 && state === 'lost') return <Fault error={fault} />;
  if (news.length === 0) return <Empty text={t('home.feedEmpty')} />;
  return (
    <>
      {state === 'lost' && <div className="muted">{t('home.feedLost')}</div>}
      <ol className="feed" aria-live="off">
        {feedLines(news)
          .slice(0, SHOWN)
          .map((line) => (
            <Line key={line.key} line={line} names={{ segments, campaigns }} />
          ))}
      </ol>
    </>
  );
}

function Line({ line: { news }, names }: { line: FeedLine; names: Names }) {
  const [newest] = news;
  return (
    <li className="fresh">
      <span className="mark" aria-hidden>
        {markOf(newest)}
      </span>
      {news.length === 1 ? <Said news={newest} names={names} /> : <Many news={news} names={names} />}
      <span className="when">
        <Since at={newest.at} />
      </span>
    </li>
  );
}

function Said({ news, names }: { news: News; names: Names }) {
  const { t } = useTranslation();
  return (
    <span className="what">
      <NewsLine news={news} names={names} />{' '}
      {news.kind === 'touchpoint' && news.simulated && <span className="simulated">{t('news.simulated')}</span>}
    </span>
  );
}

/** The count opens the people behind it. */
function Many({ news, names }: { news: FeedLine['news']; names: Names }) {
  return (
    <details className="what">
      <summary>
        <ManyLine news={news[0]} count={news.length} names={names} />
      </summary>
      <ul className="feed">
        {news.map((one) => (
          <li key={one.id}>
            <Said news={one} names={names} />
          </li>
        ))}
      </ul>
    </details>
  );
}
