// Whom a campaign would reach, step by step; each number opens the customers behind it.
import { useTranslation } from 'react-i18next';
import { Fault } from '../../../parts/Fault';
import { LateSkeleton } from '../../../parts/Loaded';
import type { Draft } from '../campaign';
import type { AudienceCount } from './use-audience';
import { Waterfall } from './Waterfall';

interface AudienceProps {
  draft: Draft;
  count: AudienceCount;
  onRetry: () => void;
}

/** Whether the customers of a trigger can be known in advance. */
const isCountable = ({ trigger }: Draft): boolean =>
  'segment' in trigger || (trigger.on === 'tier' && trigger.scheme === 'value' && trigger.to?.length === 1);

export function AudienceCard({ draft, count, onRetry }: AudienceProps) {
  const { t } = useTranslation();
  if (!isCountable(draft)) return <span className="muted">{t('campaigns.notCountable')}</span>;
  if ('segment' in draft.trigger && draft.trigger.segment === '')
    return <span className="muted">{t('campaigns.chooseFirst')}</span>;
  const { audience, error, isRunning } = count;
  if (audience === null) return error === null ? <LateSkeleton rows={7} /> : <Fault error={error} onRetry={onRetry} />;
  return (
    <>
      {error !== null && <Fault error={error} onRetry={onRetry} />}
      <Waterfall audience={audience} isRunning={isRunning} trigger={draft.trigger} />
    </>
  );
}
