// Two sentences on the week: what moved, and what moves next by itself.
import type { UseQueryResult } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Flow } from '../api/client';
import { useStoreNow } from '../clock';
import { useFormat } from '../format';
import { Loaded } from '../parts/Loaded';
import { rankOf } from '../theme/tiers';
import { useNextChange, useTierFlow } from './queries';

export function Week() {
  const { t } = useTranslation();
  const flow = useTierFlow();
  const next = useNextChange();
  return (
    <div style={{ marginTop: 4, fontSize: 16, lineHeight: '24px' }}>
      {flow.error && flow.data === undefined ? (
        // The chart below says what went wrong, and offers to try again.
        t('home.weekUnknown')
      ) : (
        <Loaded query={flow as UseQueryResult<Flow>} rows={1}>
          {(data) => <Moved flow={data} />}
        </Loaded>
      )}{' '}
      {next.data !== undefined && <Next next={next.data} />}
    </div>
  );
}

function Moved({ flow }: { flow: Flow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const moves = flow.moves.filter(({ from }) => from !== null);
  const sum = (some: typeof moves) => some.reduce((all, { customers }) => all + customers, 0);
  const up = sum(moves.filter(({ from, to }) => rankOf(to) > rankOf(from)));
  const all = sum(moves);
  if (all === 0) return <>{t('home.still')}</>;
  return <>{t('home.moved', { count: all, up: format.number(up), down: format.number(all - up) })}</>;
}

function Next({ next }: { next: { customer: string; at: string; name: string | null } | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useStoreNow(5_000);
  if (next === null) return <>{t('home.calm')}</>;
  const overdue = Date.parse(next.at) <= now;
  return (
    <Trans
      i18nKey={overdue ? 'home.nextOverdue' : 'home.next'}
      values={{ name: next.name ?? t('news.someone'), when: format.relative(next.at, now) }}
      components={{ 1: <Link to={`/customers/${next.customer}`} /> }}
    />
  );
}
