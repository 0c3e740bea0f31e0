// Segments: who fits, and until when? The list with each rule in words.
import { SearchOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Grid, Input, Segmented, type TableColumnsType, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { CampaignShown, Segment, SegmentState } from '../../api/types';
import { useLanguage } from '../../i18n/language';
import { useFormat } from '../../i18n/use-format';
import { Card } from '../../parts/Card';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Stack } from '../../parts/Stack';
import { Term } from '../../parts/Term';
import { inPages } from '../../parts/pages';
import { useTitle } from '../../parts/title';
import { useCampaigns } from '../../queries/names';
import { nameIn } from '../../words/bilingual';
import { Change } from './Change';
import { useSentence } from './Sentence';
import { useMay } from '../may';
import { saveLive, useSegments } from './queries';
import { usedBy } from './used-by';

const STATES: readonly SegmentState[] = ['live', 'draft', 'archived'];

export function SegmentsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((one) => one === params.get('state')) ?? 'live';
  useTitle(t('segments.title'));
  return (
    <div className="page">
      <header className="home-head">
        <div style={{ flex: '1 1 320px' }}>
          <h1>
            <Term of="segment">{t('segments.title')}</Term>
          </h1>
          <div className="muted">{t('segments.question')}</div>
        </div>
        <NewButton />
      </header>
      <Card>
        <Segmented
          className="scroll-x"
          value={state}
          onChange={(next) => setParams(next === 'live' ? {} : { state: next })}
          options={STATES.map((one) => ({ value: one, label: t(`segments.state.${one}`) }))}
        />
        <Segments key={state} state={state} />
      </Card>
    </div>
  );
}

function NewButton() {
  const { t } = useTranslation();
  if (!useMay('segments:write')) return null;
  return (
    <Stack row>
      <Link to="/segments/list">
        <Button size="large">{t('segments.list.new')}</Button>
      </Link>
      <Link to="/segments/new">
        <Button type="primary" size="large">
          {t('segments.new')}
        </Button>
      </Link>
    </Stack>
  );
}

function Segments({ state }: { state: SegmentState }) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const language = useLanguage();
  const sentence = useSentence();
  const segments = useSegments(state);
  return (
    <Loaded query={segments} rows={6}>
      {(all) => {
        if (all.length === 0) return <None state={state} />;
        const wanted = query.trim().toLowerCase();
        const found = all.filter((one) =>
          `${nameIn(one.name, language)} ${one.id} ${sentence(one.rule)}`.toLowerCase().includes(wanted),
        );
        return (
          <>
            {all.length > 5 && (
              <Input
                allowClear
                value={query}
                onChange={({ target }) => setQuery(target.value)}
                prefix={<SearchOutlined aria-hidden />}
                placeholder={t('segments.search')}
                aria-label={t('segments.search')}
                style={{ marginTop: 16 }}
              />
            )}
            {found.length === 0 ? (
              <Empty text={t('segments.noMatch', { query })}>
                <Button onClick={() => setQuery('')}>{t('segments.clear')}</Button>
              </Empty>
            ) : (
              <Rows rows={found} all={all} />
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function None({ state }: { state: SegmentState }) {
  const { t } = useTranslation();
  if (state !== 'live') return <Empty text={t(state === 'draft' ? 'segments.noDrafts' : 'segments.noArchived')} />;
  return (
    <Empty text={t('segments.empty')} hint={t('segments.emptyHint')}>
      <NewButton />
    </Empty>
  );
}

function Rows({ rows, all }: { rows: readonly Segment[]; all: readonly Segment[] }) {
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
