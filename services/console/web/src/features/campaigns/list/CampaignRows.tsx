// The rows of the list of campaigns.
import { Grid, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CampaignSummary } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { DataTable } from '../../../parts/DataTable';
import { inPages } from '../../../parts/pages';
import { useSegmentNames } from '../../../queries/names';
import { nameIn } from '../../../words/bilingual';
import { Actions } from '../Actions';
import { LiftBar } from '../LiftBar';
import { StateTag } from '../StateTag';
import { type Campaign } from '../campaign';
import { useSummaries } from '../queries';
import { triggerInWords } from '../trigger-words';

export function Rows({ rows }: { rows: readonly Campaign[] }) {
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
