// Empties the demo store, once the name of the store is typed: this cannot be undone.
import { useMutation } from '@tanstack/react-query';
import { Button, Input, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { Fault } from '../../parts/Fault';
import { useNow } from '../../queries/clock';
import { leaveDemo } from '../../queries/demo';
import { useTierCounts } from '../../queries/tiers';
import { isDemoName } from './demo-name';

/** The page is loaded again once the store is back. */
export function LeaveDemo() {
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

/** The usual time until the store is back, measured on a small machine, milliseconds. */
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
