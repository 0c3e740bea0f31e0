// Segments: who fits, and until when? The list with each rule in words.
import { SearchOutlined } from '@ant-design/icons';
import { Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { SegmentState } from '../../api/types';
import { useLanguage } from '../../i18n/language';
import { Card } from '../../parts/Card';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Stack } from '../../parts/Stack';
import { Term } from '../../parts/Term';
import { useTitle } from '../../parts/title';
import { nameIn } from '../../words/bilingual';
import { useSentence } from './Sentence';
import { useMay } from '../may';
import { useSegments } from './queries';
import { Rows } from './SegmentRows';

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
