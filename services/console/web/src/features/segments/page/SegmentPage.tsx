// One live segment: its rule in words, its size, its members, who leaves next, where it is used.
import { Button } from 'antd';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import type { Segment } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useTitle } from '../../../parts/title';
import { useCampaigns } from '../../../queries/names';
import { nameIn } from '../../../words/bilingual';
import { BackLink } from '../../../parts/BackLink';
import { Change } from '../Change';
import { ArchiveButton } from './ArchiveButton';
import { Leaving } from './Leaving';
import { Members } from './Members';
import { Overlap } from './Overlap';
import { Sentence } from '../Sentence';
import { SizeChart } from './SizeChart';
import { UsedByList } from './UsedByList';
import { Versions } from './Versions';
import { useMay } from '../../may';
import { useSegments } from '../queries';
import { usedBy } from '../used-by';

const ListCard = lazy(async () => ({ default: (await import('../fixed-list/ListCard')).ListCard }));

export function SegmentPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation();
  const language = useLanguage();
  const segments = useSegments('live');
  const segment = segments.data?.find((one) => one.id === id);
  useTitle(segment ? nameIn(segment.name, language) : t('segments.title'));
  return (
    <div className="page">
      <BackLink to="/segments">{t('segments.back')}</BackLink>
      <Loaded query={segments} rows={12}>
        {(all) =>
          segment ? (
            <Sections segment={segment} all={all} />
          ) : (
            <Card>
              <Empty text={t('segments.unknown')}>
                <Link to="/segments">{t('segments.back')}</Link>
              </Empty>
            </Card>
          )
        }
      </Loaded>
    </div>
  );
}

function Sections({ segment, all }: { segment: Segment; all: readonly Segment[] }) {
  const { t } = useTranslation();
  const { data: campaigns = [] } = useCampaigns();
  const uses = usedBy(segment.id, all, campaigns);
  return (
    <>
      <Header segment={segment} isUsed={uses.length > 0} />
      <div className="row two">
        <div className="row" style={{ alignContent: 'start' }}>
          <Card title={t('segments.days')}>
            <SizeChart segment={segment.id} />
          </Card>
          <Members segment={segment} />
          {!segment.isList && (
            <Card title={t('segments.versions')}>
              <Versions segment={segment} />
            </Card>
          )}
        </div>
        <div className="row" style={{ alignContent: 'start' }}>
          {segment.isList ? (
            <Suspense fallback={null}>
              <ListCard segment={segment} />
            </Suspense>
          ) : (
            <Card title={t('segments.leaving')}>
              <Leaving segment={segment.id} />
            </Card>
          )}
          <Card title={t('segments.usedByTitle')}>
            <UsedByList uses={uses} />
          </Card>
          <Card title={t('segments.overlap')}>
            <Overlap segment={segment} all={all} />
          </Card>
        </div>
      </div>
    </>
  );
}

function Header({ segment, isUsed }: { segment: Segment; isUsed: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const language = useLanguage();
  const mayWrite = useMay('segments:write');
  return (
    <Card>
      <div className="home-head">
        <div style={{ flex: '1 1 320px' }}>
          <h1>{nameIn(segment.name, language)}</h1>
        </div>
        {mayWrite && (
          <Stack row>
            {!segment.isList && (
              <Link to={`/segments/${segment.id}/edit`}>
                <Button type="primary">{t('segments.edit')}</Button>
              </Link>
            )}
            <Link to={`/campaigns/new?segment=${segment.id}`}>
              <Button>{t('segments.makeCampaign')}</Button>
            </Link>
            <ArchiveButton segment={segment} isUsed={isUsed} />
          </Stack>
        )}
      </div>
      <p className="segment-sentence" data-testid="sentence">
        {segment.isList ? t('segments.list.sentence') : <Sentence rule={segment.rule} />}
      </p>
      {segment.tooLarge && <p className="rule-fault">{t('segments.tooLarge')}</p>}
      <div>
        <strong className="segment-size number" data-testid="size">
          {format.number(segment.customers)}
        </strong>{' '}
        <span className="muted">{t('segments.exactNow')}</span>
        <div className="muted">
          {t('segments.change')}: <Change by={segment.changeIn7Days} />
        </div>
      </div>
    </Card>
  );
}
