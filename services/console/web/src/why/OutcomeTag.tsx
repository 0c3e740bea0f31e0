import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';

const SHAPES: Record<string, { mark: string; key: 'sent' | 'held' | 'deferred' }> = {
  sent: { mark: '✓', key: 'sent' },
  held: { mark: '✕', key: 'held' },
  deferred: { mark: '…', key: 'deferred' },
};

/** How a decision ended, by shape and word. */
export function OutcomeTag({ outcome }: { outcome: string }) {
  const { t } = useTranslation();
  const { mark, key } = SHAPES[outcome] ?? { mark: '✕', key: 'held' as const };
  return (
    <Tag color={key === 'sent' ? 'success' : undefined}>
      {mark} {t(`why.${key}`)}
    </Tag>
  );
}
