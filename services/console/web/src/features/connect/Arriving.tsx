// Waits for the first event of a new source, then shows what comes.
import { Alert, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { Events } from './Events';
import { useEvents } from './queries';

export function Arriving({ source }: { source: string }) {
  const { t } = useTranslation();
  const { data: events = [] } = useEvents(source);
  if (events.length === 0)
    return (
      <p role="status">
        <Spin size="small" /> {t('connect.waiting')}
      </p>
    );
  const isTaken = events.some(({ outcome }) => outcome === 'taken');
  return (
    <>
      {isTaken && <Alert type="success" showIcon title={t('connect.arrived')} style={{ marginBottom: 8 }} />}
      <Events source={source} />
    </>
  );
}
