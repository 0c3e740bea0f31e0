// The way out of the demo: a store of one's own, its history, and what happens from now on.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Drawer, Form, Input, Popconfirm, Progress, Space, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '../api/client';
import { useNow, useStoreTime } from '../clock';
import { useFormat } from '../use-format';
import { useTierCounts } from './queries';
import { Fault } from '../parts/Fault';
import { demo, leaveDemo } from '../api/demo';
import { byHttp, byNodeSdk, fit, importHistory, startEmpty } from './commands';
import { tick } from './steps';

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
  const { data: store } = useQuery({ queryKey: ['demo'], queryFn: demo });
  const isLeftHere = store?.canLeave === true;
  return (
    <Space orientation="vertical" size={24} style={{ width: '100%' }}>
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
    </Space>
  );
}

function Way({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section>
      <Typography.Title level={2} style={{ fontSize: 16, margin: '0 0 4px' }}>
        {title}
      </Typography.Title>
      {text} {children}
    </section>
  );
}

/** One click, and one to be sure. The page comes back by itself when the store stands again. */
function Leave() {
  const { t } = useTranslation();
  const leave = useMutation({ mutationFn: leaveDemo, onSuccess: () => location.assign('/') });
  const counts = useTierCounts();
  const people = Object.values(counts.data?.tiers ?? {}).reduce((all, count) => all + count, 0);
  const format = useFormat();
  return (
    <div style={{ marginTop: 8 }}>
      {leave.error && <Fault error={leave.error} />}
      <Popconfirm
        placement="bottomLeft"
        title={t('data.leaveAsk')}
        description={t('data.leaveSure', { people: format.number(people), count: people })}
        okText={t('data.leaveNow')}
        onConfirm={() => leave.mutate()}
      >
        <Button danger loading={leave.isPending}>
          {leave.isPending ? t('data.leaving') : t('data.leaveNow')}
        </Button>
      </Popconfirm>
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
  const make = useMutation({
    mutationFn: ({ name }: { name: string }) => dataOf(api.POST('/api/sources', { body: { name, kind: 'server' } })),
    onSuccess: () => tick('data'),
  });
  if (make.data) return <Snippets writeKey={make.data.writeKey} />;
  return (
    <Form
      layout="vertical"
      requiredMark={false}
      initialValues={{ name: t('data.source') }}
      onFinish={(form: { name: string }) => make.mutate(form)}
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
      <Typography.Text
        copyable={{ text, tooltips: [t('data.copy'), t('states.copied')], onCopy: () => tick('data') }}
      />
    </pre>
  );
}
