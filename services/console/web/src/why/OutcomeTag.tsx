import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { outcomeOf } from '../words/outcome';

const MARKS = { sent: '✓', written: '✎', held: '✕', deferred: '…' };

/** How a decision ended, by shape and word. */
export function OutcomeTag({ outcome, channel }: { outcome: string; channel: string | null }) {
  const { t } = useTranslation();
  const key = outcomeOf(outcome, channel);
  return (
    <Tag>
      <span aria-hidden>{MARKS[key]}</span> {t(`why.${key}`)}
    </Tag>
  );
}
