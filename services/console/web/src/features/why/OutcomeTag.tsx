import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { outcomeOf } from './outcome';

const MARKS = { sent: '✓', written: '✎', held: '✕', deferred: '…', waitOver: '…' };

interface OutcomeProps {
  outcome: string;
  channel: string | null;
  /** Whether a wait has ended. */
  isOver: boolean;
}

/** The outcome of a decision, by mark and word. */
export function OutcomeTag({ outcome, channel, isOver }: OutcomeProps) {
  const { t } = useTranslation();
  const key = outcomeOf(outcome, channel, isOver);
  return (
    <Tag>
      <span aria-hidden>{MARKS[key]}</span> {t(`why.${key}`)}
    </Tag>
  );
}
