// Campaigns: what runs, did it help? The list by state.
import { Button, Grid, Segmented, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { CampaignSummary } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { DataTable } from '../../../parts/DataTable';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { inPages } from '../../../parts/pages';
import { useTitle } from '../../../parts/title';
import { useSegmentNames } from '../../../queries/names';
import { nameIn } from '../../../words/bilingual';
import { useMay } from '../../may';
import { Actions } from '../Actions';
import { LiftBar } from '../LiftBar';
import { StateTag } from '../StateTag';
import { StopAll } from './StopAll';
import { type Campaign, STATES, type State } from '../campaign';
import { useAllCampaigns, useSummaries } from '../queries';
import { triggerInWords } from '../trigger-words';
import '../campaigns.css';

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

function Rows({ rows }: { rows: readonly Campaign[] }) {
  const { t } = useTranslation();
  const { md = true } = Grid.useBreakpoint();
  const summaries = new Map(useSummaries().map((one) => [one.campaign, one]));
  const columns: (TableColumnsType<Campaign>[number] & { phone?: boolean })[] = [
    { title: t('campaigns.name'), phone: true, render: (_, one) => <NameCell campaign={one} /> },
    { title: t('campaigns.stateTitle'), width: 168, phone: true, render: (_, one) => <StateTag campaign={one} /> },
    { title: t('campaigns.sevenDays'), width: 168, render: (_, { id }) => <Numbers summary={summaries.get(id)} /> },
    {
      title: t('campaigns.verdict'),
      width: 240,
      render: (_, one) => <Verdict campaign={one} summary={summaries.get(one.id)} />,
    },
    { title: t('campaigns.actions'), width: 200, render: (_, one) => <Actions campaign={one} /> },
  ];
  return (
    <DataTable<Campaign>
      size="middle"
      columns={columns.filter(({ phone }) => md || phone === true)}
      dataSource={[...rows]}
      rowKey="id"
      pagination={inPages(rows.length, 25)}
      scroll={{}}
    />
  );
}

function NameCell({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { data: segments } = useSegmentNames();
  const { id, name, state, trigger } = campaign;
  return (
    <>
      <Link to={state === 'draft' ? `/campaigns/${id}/edit` : `/campaigns/${id}`}>{nameIn(name, language)}</Link>
      <div className="muted small">{triggerInWords(trigger, segments, t)}</div>
    </>
  );
}

function Numbers({ summary }: { summary: CampaignSummary | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (summary === undefined) return <span className="muted">{t('states.none')}</span>;
  return (
    <>
      <div>{t('campaigns.sent', { count: summary.sent, shown: format.number(summary.sent) })}</div>
      <div className="muted small">
        {t('campaigns.held', { count: summary.held, shown: format.number(summary.held) })}
      </div>
    </>
  );
}

function Verdict({ campaign, summary }: { campaign: Campaign; summary: CampaignSummary | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (campaign.state === 'draft') return <span className="muted">{t('states.none')}</span>;
  if (campaign.control === 0) return <span className="muted">{t('campaigns.noControl')}</span>;
  if (!summary?.sentence) return <span className="muted">{t('campaigns.noVerdict')}</span>;
  return (
    <>
      {summary.sentence[language]}
      {summary.lift && <LiftBar lift={summary.lift} />}
    </>
  );
}
