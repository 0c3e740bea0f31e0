import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { useOpenLetters } from '../../queries/operations';
import { lettersByKind } from '../../words/letters';
import { healthState } from './health-state';

/** "Healthy", or the fault in one line. */
export function HealthLine({ health }: { health: Health }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { type, title, text } = healthState(health, t, format);
  const { conflicts, unreadable } = lettersByKind(useOpenLetters().data?.items ?? []);
  return (
    <Alert
      type={type === 'success' && conflicts + unreadable > 0 ? 'warning' : type}
      showIcon
      title={<b style={{ fontSize: 16 }}>{title}</b>}
      description={
        <>
          {text}
          {unreadable > 0 && <div>{t('setAside.unreadable', { count: unreadable })}</div>}
          {conflicts > 0 && <div>{t('setAside.conflicts', { count: conflicts })}</div>}
        </>
      }
    />
  );
}
