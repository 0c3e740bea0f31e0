// The rows of the list of segments.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Grid, type TableColumnsType, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { CampaignShown, Segment } from '../../api/types';
import { useLanguage } from '../../i18n/language';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { inPages } from '../../parts/pages';
import { useCampaigns } from '../../queries/names';
import { nameIn } from '../../words/bilingual';
import { Change } from './Change';
import { useSentence } from './Sentence';
import { useMay } from '../may';
import { saveLive } from './queries';
import { usedBy } from './used-by';

export function Rows({ rows, all }: { rows: readonly Segment[]; all: readonly Segment[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { md = true } = Grid.useBreakpoint();
  const { data: campaigns = [] } = useCampaigns();
  const isLive = rows[0]?.state === 'live';
  const columns: TableColumnsType<Segment> = [
    { title: t('segments.name'), render: (_, one) => <NameCell segment={one} /> },
    ...(isLive
      ? [
          {
            title: t('segments.size'),
            align: 'right' as const,
            width: md ? 120 : 88,
            render: (_: unknown, { customers }: Segment) => format.number(customers),
            sorter: (a: Segment, b: Segment) => a.customers - b.customers,
          },
        ]
      : []),
    ...(isLive && md
      ? [
          {
            title: t('segments.change'),
            align: 'right' as const,
            width: 144,
            render: (_: unknown, { changeIn7Days }: Segment) => <Change by={changeIn7Days} />,
          },
        ]
      : []),
    ...(isLive && md
      ? [
          {
            title: t('segments.usedBy'),
            width: 200,
            render: (_: unknown, { id }: Segment) => <UsedByCell id={id} all={all} campaigns={campaigns} />,
          },
        ]
      : []),
  ];
  return (
    <DataTable<Segment>
      size="middle"
      columns={columns}
      dataSource={[...rows]}
      rowKey="id"
      pagination={inPages(rows.length, 25)}
      scroll={{}}
    />
  );
}

function NameCell({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const sentence = useSentence();
  const { id, name, state, rule, isList, tooLarge } = segment;
  const path = state === 'live' ? `/segments/${id}` : `/segments/${id}/edit?from=${state}`;
  const isKeptList = isList && state === 'archived';
  return (
    <>
      {isKeptList ? nameIn(name, language) : <Link to={path}>{nameIn(name, language)}</Link>}
      <div className="muted small">{isList ? t('segments.list.sentence') : sentence(rule)}</div>
      {state === 'archived' && !isList && <Link to={path}>{t('segments.restore')}</Link>}
      {isKeptList && <RestoreList list={segment} />}
      {tooLarge && <Tag color="warning">{t('segments.tooLarge')}</Tag>}
    </>
  );
}

/** A list has no rule to look at before it is restored. */
function RestoreList({ list: { id, name, rule } }: { list: Segment }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  if (!useMay('segments:write')) return null;
  return (
    <Button size="small" onClick={() => void saveLive(client, { id, name, rule, version: 0 })}>
      {t('segments.restore')}
    </Button>
  );
}

interface UsedByProps {
  id: string;
  all: readonly Segment[];
  campaigns: readonly CampaignShown[];
}

function UsedByCell({ id, all, campaigns }: UsedByProps) {
  const { t } = useTranslation();
  const uses = usedBy(id, all, campaigns);
  const count = (kind: string) => uses.filter((one) => one.kind === kind).length;
  const said = [
    ...(count('campaign') > 0 ? [t('segments.usedByCampaigns', { count: count('campaign') })] : []),
    ...(count('segment') > 0 ? [t('segments.usedBySegments', { count: count('segment') })] : []),
  ];
  if (said.length === 0) return <span className="muted">{t('segments.unused')}</span>;
  return <>{said.join(t('states.listGap'))}</>;
}
