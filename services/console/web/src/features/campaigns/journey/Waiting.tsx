// After a change: who waits at which step, and by which version they go on.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { Stack } from '../../../parts/Stack';
import type { Saved } from '../campaign';
import { type JourneyStep, waitingByNode } from './journey';
import './journey.css';

interface WaitingProps {
  steps: readonly JourneyStep[];
  waiting: Saved['waiting'];
  isBusy: boolean;
  onMove: () => void;
  onFinish: () => void;
}

export function Waiting({ steps, waiting, isBusy, onMove, onFinish }: WaitingProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      title={t('journeys.savedWaiting')}
      description={
        <Stack>
          <ul className="journey" data-testid="waiting">
            {waitingByNode(waiting).map(({ node, waiting: count }) => {
              const number = steps.findIndex((one) => one.node === node) + 1;
              const values = { count, shown: format.number(count), number, node };
              return <li key={node}>{t(number > 0 ? 'journeys.waitingAt' : 'journeys.waitingAtGone', values)}</li>;
            })}
          </ul>
          <span className="small">{t('journeys.moveHint')}</span>
          <Stack row>
            <Button type="primary" onClick={onFinish}>
              {t('journeys.finish')}
            </Button>
            <Button loading={isBusy} onClick={onMove}>
              {t('journeys.move')}
            </Button>
          </Stack>
        </Stack>
      }
    />
  );
}
