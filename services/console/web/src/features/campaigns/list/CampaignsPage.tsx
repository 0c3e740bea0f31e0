// Campaigns: what runs, did it help? The list by state.
import { Button, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { useTitle } from '../../../parts/title';
import { useMay } from '../../may';
import { StopAll } from './StopAll';
import { type Campaign, STATES, type State } from '../campaign';
import { useAllCampaigns } from '../queries';
import '../campaigns.css';
import { Rows } from './CampaignRows';

export function CampaignsPage() {
  const { t } = useTranslation();
  const campaigns = useAllCampaigns();
  useTitle(t('campaigns.title'));
  return (
    <div className="page">
      <header className="home-head">
        <div style={{ flex: '1 1 320px' }}>
          <h1>{t('campaigns.title')}</h1>
          <div className="muted">{t('campaigns.question')}</div>
        </div>
        {(campaigns.data?.length ?? 0) > 0 && (
          <>
            <StopAll />
            <Beginnings />
          </>
        )}
      </header>
      <Card>
        <Loaded query={campaigns} rows={6}>
          {(all) => <Campaigns all={all} />}
        </Loaded>
      </Card>
    </div>
  );
}

function Beginnings() {
  const { t } = useTranslation();
  if (!useMay('campaigns:write')) return null;
  return (
    <span className="beginnings">
      <Link to="/campaigns/presets">
        <Button size="large">{t('presets.from')}</Button>
      </Link>
      <Link to="/campaigns/new">
        <Button type="primary" size="large">
          {t('campaigns.new')}
        </Button>
      </Link>
    </span>
  );
}

function Campaigns({ all }: { all: readonly Campaign[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((one) => one === params.get('state')) ?? null;
  if (all.length === 0)
    return (
      <Empty text={t('campaigns.empty')} hint={t('campaigns.emptyHint')}>
        <Beginnings />
      </Empty>
    );
  const of = (one: State) => all.filter((campaign) => campaign.state === one);
  const found = state === null ? all : of(state);
  return (
    <>
      <Segmented
        className="scroll-x"
        value={state ?? 'all'}
        onChange={(next) => setParams(next === 'all' ? {} : { state: next })}
        options={[
          { value: 'all', label: t('campaigns.all', { count: all.length, shown: format.number(all.length) }) },
          ...STATES.map((one) => ({
            value: one,
            label: t('campaigns.stateCount', {
              state: t(`campaigns.state.${one}`),
              shown: format.number(of(one).length),
            }),
          })),
        ]}
      />
      {found.length === 0 ? <Empty text={t('campaigns.noneInState')} /> : <Rows rows={found} />}
    </>
  );
}
