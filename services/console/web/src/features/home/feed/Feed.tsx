// The live feed: news of the last hour, news before it, and imports in one line each.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { News } from '../../../api/live';
import type { HistoryWave } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Fault } from '../../../parts/Fault';
import { LateSkeleton } from '../../../parts/Loaded';
import { Since } from '../../../parts/When';
import { useStoreNow } from '../../../queries/clock';
import { useDemo } from '../../../queries/demo';
import { useCampaignNames, useSegmentNames } from '../../../queries/names';
import { useHistory } from '../../../queries/operations';
import { known } from '../../../words/known';
import { feedLines, feedParts } from './feed-lines';
import { FeedList } from './FeedList';
import type { Live } from './live';
import { type Names } from './news-words';
import { useWeekReplay } from './replay';
import { en } from '../words.en';

const SHOWN = 14;

export function Feed({ live }: { live: Live }) {
  const { t } = useTranslation();
  const { data: demo } = useDemo();
  const week = useWeekReplay(useStoreNow(60_000));
  const isPlaying = week.state === 'playing';
  const canPlay = demo?.canLeave === true && (demo.stage === 'alive' || demo.stage === null);
  const button = canPlay && (
    <Button size="small" loading={week.state === 'loading'} onClick={isPlaying ? week.stop : week.play}>
      {t(isPlaying ? 'home.againStop' : 'home.again')}
    </Button>
  );
  return (
    <Card title={t(isPlaying ? 'home.againTitle' : 'home.feed')} extra={button}>
      {week.fault !== null && <Fault error={week.fault} />}
      {isPlaying ? <Week news={week.news} /> : <Latest live={live} />}
    </Card>
  );
}

function useNames(): Names {
  const { data: segments } = useSegmentNames();
  const { data: campaigns } = useCampaignNames();
  return { segments, campaigns };
}

function Week({ news }: { news: readonly News[] }) {
  const names = useNames();
  return <FeedList lines={feedLines(news).slice(0, 2 * SHOWN)} names={names} />;
}

function Latest({ live: { news, state, fault } }: { live: Live }) {
  const { t } = useTranslation();
  const names = useNames();
  const now = useStoreNow(5_000);
  const { data: waves = [] } = useHistory();
  // Replayed touchpoints are in the feed themselves.
  const came = waves.filter(({ origin }) => origin !== 'replay');
  if (news.length === 0 && state === 'opening') return <LateSkeleton rows={6} />;
  if (news.length === 0 && state === 'lost') return <Fault error={fault} />;
  const parts = feedParts(news, now);
  const isQuiet = parts.now.length === 0 && came.length === 0;
  return (
    <>
      {state === 'lost' && <div className="muted">{t('home.feedLost')}</div>}
      {isQuiet && parts.before.length === 0 && <Empty text={t('home.feedEmpty')} />}
      {isQuiet && parts.before.length > 0 && <div className="muted">{t('home.feedQuiet')}</div>}
      <ol className="feed" aria-live="off">
        {came.slice(0, 3).map((wave) => (
          <ImportLine key={`${wave.origin}/${wave.from}`} wave={wave} />
        ))}
      </ol>
      <FeedList lines={parts.now.slice(0, SHOWN)} names={names} />
      {parts.before.length > 0 && (
        <>
          <h3 className="feed-title">{t('home.feedBefore')}</h3>
          <FeedList lines={parts.before.slice(0, SHOWN)} names={names} />
        </>
      )}
    </>
  );
}

/** “994 new customers came in by import, 4,906 events.” */
function ImportLine({ wave: { origin, customers, touchpoints, until } }: { wave: HistoryWave }) {
  const { t } = useTranslation();
  const format = useFormat();
  const how = known(en.home.came, 'home.came', origin, t, t('home.came.import'));
  return (
    <li data-testid="came">
      <span className="mark" aria-hidden>
        ⇥
      </span>
      <span className="what">
        {t('home.cameIn', {
          count: customers,
          customers: format.number(customers),
          how,
          events: format.number(touchpoints),
        })}
      </span>
      <span className="when">
        <Since at={until} />
      </span>
    </li>
  );
}
