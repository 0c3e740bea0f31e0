// From the demo to a store of one's own: an empty store, its order history, and new events.
import { Drawer } from 'antd';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Stack } from '../../parts/Stack';
import { useStoreTime } from '../../queries/clock';
import { useDemo } from '../../queries/demo';
import { Command } from './Command';
import { fit, importHistory, startEmpty } from './commands';
import { LeaveDemo } from './LeaveDemo';
import { WriteKey } from './WriteKey';

export function DataDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer open={open} onClose={onClose} title={t('data.title')} size={560} destroyOnHidden>
      <Ways />
    </Drawer>
  );
}

function Ways() {
  const { t } = useTranslation();
  const { data: time } = useStoreTime();
  // A store with a replay is the demo, or a store that is replayed on purpose.
  const isDemo = time !== undefined && time.mark !== null;
  const { data: store } = useDemo();
  const isLeftHere = store?.canLeave === true;
  return (
    <Stack gap={24}>
      {isLeftHere && (
        <Way title={t('data.leave')} text={t('data.leaveHere')}>
          <LeaveDemo />
        </Way>
      )}
      {isDemo && !isLeftHere && (
        <Way title={t('data.leave')} text={t('data.leaveText')}>
          <Command text={startEmpty} />
          <p className="muted">{t('data.leaveBack')}</p>
        </Way>
      )}
      <Way title={t('data.history')} text={t('data.historyText')}>
        <Command text={importHistory(location.origin, isDemo && !isLeftHere)} />
      </Way>
      <Way title={t('data.fit')} text={t('data.fitText')}>
        <Command text={fit(location.origin, isDemo && !isLeftHere)} />
      </Way>
      <Way title={t('data.live')} text={t('data.liveText')}>
        {isDemo && <p className="muted">{t('data.liveHere')}</p>}
        <WriteKey />
      </Way>
    </Stack>
  );
}

function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section>
      <h2 style={{ fontSize: 16, margin: '0 0 4px' }}>{title}</h2>
      {text} {children}
    </section>
  );
}
