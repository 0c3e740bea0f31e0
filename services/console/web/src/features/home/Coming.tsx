// The progress of the demo's history or of an import, with a remark that numbers are partial until
// it is in.
import { Alert, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Demo } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { shareOf, useImport } from './import-progress';

export function Coming({ demo }: { demo: Demo | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const isDemoLoading = demo?.stage === 'setting up' || demo?.stage === 'loading history';
  const coming = useImport(isDemoLoading || demo?.stage === 'playing');
  if (demo !== undefined && isDemoLoading)
    return (
      <Panel title={t('coming.demo')} share={demo.share} remainingMs={demo.remainingMs} text={t('coming.demoText')} />
    );
  if (demo?.stage === 'playing')
    return (
      <Panel title={t('coming.play')} share={demo.share} remainingMs={demo.remainingMs} text={t('coming.playText')} />
    );
  if (coming === null) return null;
  return (
    <Panel
      title={t('coming.import')}
      share={shareOf(coming)}
      remainingMs={coming.remainingMs}
      text={t('coming.importText', { count: coming.unread, unread: format.number(coming.unread) })}
    />
  );
}

interface PanelProps {
  title: string;
  share: number;
  remainingMs: number | null;
  text: string;
}

function Panel({ title, share, remainingMs, text }: PanelProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = remainingMs === null || remainingMs < 1_000 ? '' : t('coming.left', { time: format.span(remainingMs) });
  return (
    <Alert
      type="info"
      showIcon
      data-testid="coming"
      title={[title, format.percent(share), left].filter(Boolean).join(t('coming.gap'))}
      description={
        <>
          <Progress percent={Math.round(100 * share)} showInfo={false} aria-label={title} />
          {text}
        </>
      }
    />
  );
}
