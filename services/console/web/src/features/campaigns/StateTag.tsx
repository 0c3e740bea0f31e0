// The state of a campaign by shape and word, with the reason of a pause, and whether anything
// leaves.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Term } from '../../parts/Term';
import { useSegmentNames } from '../../queries/names';
import type { Campaign, State } from './campaign';

const SHAPES: Readonly<Record<State, string>> = { draft: '○', running: '▶', paused: '❚❚', ended: '■' };
const COLOURS: Readonly<Record<State, string>> = {
  ...{ draft: 'default', running: 'processing', paused: 'warning', ended: 'default' },
};

export function StateTag({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const { state, delivery, pausedBecause } = campaign;
  return (
    <span className="state-tags">
      <Tag color={COLOURS[state]}>
        <span aria-hidden>{SHAPES[state]}</span> {t(`campaigns.state.${state}`)}
      </Tag>
      {delivery === 'outbox' && state !== 'ended' && (
        <Tag style={{ borderStyle: 'dotted' }}>
          <Term of="outboxOnly">{t('campaigns.outboxOnly')}</Term>
        </Tag>
      )}
      {pausedBecause && <PauseReason because={pausedBecause} />}
    </span>
  );
}

function PauseReason({ because }: { because: NonNullable<Campaign['pausedBecause']> }) {
  const { t } = useTranslation();
  const { data: segments } = useSegmentNames();
  const text =
    because.reason === 'segment'
      ? t('campaigns.pausedSegment', { segment: segments[because.segment] ?? because.segment })
      : because.line === null
        ? t('campaigns.pausedContent')
        : t('campaigns.pausedContentAt', { line: because.line });
  return <span className="small">{text}</span>;
}
