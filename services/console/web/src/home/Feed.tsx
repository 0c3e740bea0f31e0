import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { News } from '../api/live';
import { Empty } from '../parts/Empty';
import { When } from '../parts/When';
import { NewsLine, markOf } from '../words/NewsLine';
import { useCampaignNames, useSegmentNames } from './queries';

const SHOWN = 24;

export function Feed({ news }: { news: readonly News[] }) {
  const { t } = useTranslation();
  const { data: segments = {} } = useSegmentNames();
  const { data: campaigns = {} } = useCampaignNames();
  return (
    <Card title={t('home.feed')}>
      {news.length === 0 ? (
        <Empty text={t('home.feedEmpty')} />
      ) : (
        <ol className="feed" aria-live="off">
          {news.slice(0, SHOWN).map((one) => (
            <li key={one.id} className="fresh">
              <span className="mark" aria-hidden>
                {markOf(one)}
              </span>
              <span className="what">
                <NewsLine news={one} names={{ segments, campaigns }} />{' '}
                {one.kind === 'touchpoint' && one.simulated && <span className="simulated">{t('news.simulated')}</span>}
              </span>
              <span className="when">
                <When at={one.at} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
