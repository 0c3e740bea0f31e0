// The way out of the demo: a store of one's own, its history, and what happens from now on.
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Progress } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api } from '../../api/client';
import { useFormat } from '../../i18n/use-format';
import { Copied } from '../../parts/Copied';
import { Fault } from '../../parts/Fault';
import { Stack } from '../../parts/Stack';
import { useNow, useStoreTime } from '../../queries/clock';
import { leaveDemo, useDemo } from '../../queries/demo';
import { useTierCounts } from '../../queries/tiers';
import { tick } from '../first-steps/steps';
import { byHttp, byNodeSdk, fit, importHistory, startEmpty } from './commands';
import { isDemoName } from './demo-name';

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
  // A store that was ever replayed is the demo, or one that somebody replays on purpose.
  const isDemo = time !== undefined && time.mark !== null;
  const { data: store } = useDemo();
  const isLeftHere = store?.canLeave === true;
  return (
    <Stack gap={24}>
      {isLeftHere && (
        <Way title={t('data.leave')} text={t('data.leaveHere')}>
          <Leave />
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
        <NewKey />
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

/**
 * What cannot be undone asks for the store's name. The page comes back by itself when the store
 * stands again.
 */
function Leave() {
  const { t } = useTranslation();
  const leave = useMutation({ mutationFn: leaveDemo, onSuccess: () => location.assign('/') });
  const counts = useTierCounts();
  const people = Object.values(counts.data?.tiers ?? {}).reduce((all, count) => all + count, 0);
  const format = useFormat();
  const [typed, setTyped] = useState('');
  const isSure = isDemoName(typed);
  return (
    <div style={{ marginTop: 8 }}>
      {leave.error && <Fault error={leave.error} />}
      <p>{t('data.leaveSure', { people: format.number(people), count: people })}</p>
      <form
        className="stack"
        style={{ gap: 8 }}
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure && !leave.isPending) leave.mutate();
        }}
      >
        <label htmlFor="demo-name">{t('data.leaveName', { name: t('data.demoName') })}</label>
        <Input
          id="demo-name"
          value={typed}
          autoComplete="off"
          disabled={leave.isPending}
          onChange={({ target }) => setTyped(target.value)}
        />
        <Button danger htmlType="submit" disabled={!isSure} loading={leave.isPending} style={{ alignSelf: 'start' }}>
          {leave.isPending ? t('data.leaving') : t('data.leaveNow')}
        </Button>
      </form>
      {leave.isPending && <Leaving />}
    </div>
  );
}

/** It takes about this long, measured on a small machine, milliseconds. */
const LEAVING_MS = 30_000;

function Leaving() {
  const { t } = useTranslation();
  const format = useFormat();
  const [since] = useState(() => Date.now());
  const passed = useNow() - since;
  const left = Math.max(0, LEAVING_MS - passed);
  return (
    <div style={{ marginTop: 8 }}>
      <Progress
        percent={Math.min(97, Math.round((100 * passed) / LEAVING_MS))}
        showInfo={false}
        aria-label={t('data.leaving')}
      />
      <span className="muted">
        {left > 1_000 ? t('coming.left', { time: format.span(left) }) : t('data.leavingLong')}
      </span>
    </div>
  );
}

function NewKey() {
  const { t } = useTranslation();
  const make = $api.useMutation('post', '/api/sources', { onSuccess: () => tick('data') });
  if (make.data) return <Snippets writeKey={make.data.writeKey} />;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: t('data.source') }}
      onFinish={({ name }: { name: string }) => make.mutate({ body: { name, kind: 'server' } })}
      style={{ marginTop: 8 }}
    >
      <Form.Item name="name" label={t('data.sourceName')} rules={[{ required: true, max: 100 }]}>
        <Input />
      </Form.Item>
      {make.error && <Fault error={make.error} />}
      <Button htmlType="submit" type="primary" loading={make.isPending}>
        {t('data.make')}
      </Button>
    </Form>
  );
}

function Snippets({ writeKey }: { writeKey: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="warning" showIcon title={t('data.once')} style={{ margin: '8px 0' }} />
      <Command text={writeKey} />
      <p>{t('data.byHttp')}</p>
      <Command text={byHttp(location.origin, writeKey)} />
      <p>{t('data.bySdk')}</p>
      <Command text={byNodeSdk(location.origin, writeKey)} />
    </>
  );
}

function Command({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <pre className="command mono" lang="en" translate="no">
      {text}
      <Copied text={text} label={t('data.copy')} onCopy={() => tick('data')} />
    </pre>
  );
}
