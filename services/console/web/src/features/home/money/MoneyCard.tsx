// What came in, who came again, and what the customers are worth: one number, its change, and the
// tiers it comes from.
import { keepPreviousData } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { $api } from '../../../api/client';
import { ApiFault } from '../../../api/session';
import type { Money } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { TierTag } from '../../../parts/TierTag';
import { TIERS } from '../../../theme/tiers';
import { NOTHING, changeOf, measured, sumOf } from './money';
import { METRICS, type Metric, PERIODS, useShown } from '../shown';

const EVERY_MS = 30_000;

const useMoney = (days: number) =>
  $api.useQuery(
    'get',
    '/api/tiers/money',
    { params: { query: { days } } },
    {
      refetchInterval: EVERY_MS,
      placeholderData: keepPreviousData,
      // Only a few of these questions are answered at a time.
      retry: (failures, error: unknown) => error instanceof ApiFault && error.status === 429 && failures < 5,
      retryDelay: 700,
    },
  );

/** Choices of the metric and the period, which hold for every card of the page. */
export function Choices() {
  const { t } = useTranslation();
  const { metric, days, show } = useShown();
  return (
    <Stack row gap={16}>
      <Segmented
        className="scroll-x"
        aria-label={t('home.metric')}
        value={metric}
        onChange={(next) => show({ metric: next })}
        options={METRICS.map((value) => ({ value, label: t(`home.metrics.${value}`) }))}
      />
      <Segmented
        className="scroll-x"
        aria-label={t('home.period')}
        value={days}
        onChange={(next) => show({ days: next })}
        options={PERIODS.map((value) => ({ value, label: t(`home.periods.${value}`) }))}
      />
    </Stack>
  );
}

export function MoneyCard() {
  const { t } = useTranslation();
  const { metric, days } = useShown();
  return (
    <Card title={t(`home.metrics.${metric}`)}>
      <Loaded query={useMoney(days)} rows={6}>
        {(money) => {
          if (money.population === 0) return <Empty text={t('home.moneyEmpty')} />;
          if (metric === 'equity' && money.waits) return <p className="muted">{t('standard.waits')}</p>;
          return <Shown money={money} metric={metric} />;
        }}
      </Loaded>
    </Card>
  );
}

function Shown({ money, metric }: { money: Money; metric: Metric }) {
  const { t } = useTranslation();
  const format = useFormat();
  const whole = scaledMoney(money);
  const now = measured(sumOf(whole), metric);
  const change = changeOf(now, measured(whole.before, metric), metric);
  return (
    <>
      <strong className="segment-size number" data-testid="metric">
        <Amount value={now} metric={metric} currency={money.currency} />
      </strong>
      <div className="muted">
        {t(`home.metricHint.${metric}`)} {change !== null && <Change by={change} metric={metric} />}
      </div>
      <ByTier money={whole} metric={metric} />
      <div className="muted small">
        {money.exact
          ? t('value.asOf', { when: format.dateTime(money.asOf) })
          : t('value.about', {
              looked: format.number(money.looked),
              population: format.number(money.population),
              when: format.dateTime(money.asOf),
            })}
      </div>
    </>
  );
}

function Amount({ value, metric, currency }: { value: number | null; metric: Metric; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (value === null) return <>{t('states.none')}</>;
  return <>{metric === 'repeat' ? format.percent(value) : format.money(value, currency)}</>;
}

/** The sign is in the arrow and the word, not in a colour alone. */
function Change({ by, metric }: { by: number; metric: Metric }) {
  const { t } = useTranslation();
  const format = useFormat();
  const way = Math.abs(by) < 0.0005 ? 'same' : by > 0 ? 'up' : 'down';
  const said =
    metric === 'repeat'
      ? t(`home.points.${way}`, { share: format.decimal(Math.abs(100 * by), 1) })
      : t(`home.share.${way}`, { share: format.percent(Math.abs(by)) });
  return <span data-testid="change">{said}</span>;
}

type Row = Money['tiers'][number];

/** Plain markup, since the table of antd is heavier than this page may be. */
function ByTier({ money, metric }: { money: Money; metric: Metric }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = TIERS.map((tier): Row => money.tiers.find((one) => one.tier === tier) ?? { tier, ...NOTHING });
  return (
    <table className="plain-table">
      <thead>
        <tr>
          <th scope="col">{t('home.tier')}</th>
          <th scope="col">{t('home.people')}</th>
          <th scope="col">{t(`home.metrics.${metric}`)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.tier}>
            <th scope="row">
              <TierTag tier={row.tier} />
            </th>
            <td>
              <Link className="number" to={`/customers?tier=${row.tier}`}>
                {format.number(row.customers)}
              </Link>
            </td>
            <td className="number">
              <Amount value={measured(row, metric)} metric={metric} currency={money.currency} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Counts and sums of the customers looked at, scaled up to the whole store. */
function scaledMoney(money: Money): Money {
  const { exact, looked, population } = money;
  const times = exact || looked === 0 ? 1 : population / looked;
  const whole = <T extends Money['before']>(total: T): T => ({
    ...total,
    customers: Math.round(total.customers * times),
    revenue: Math.round(total.revenue * times),
    buyers: Math.round(total.buyers * times),
    repeaters: Math.round(total.repeaters * times),
    expectedRevenue: Math.round(total.expectedRevenue * times),
  });
  return { ...money, tiers: money.tiers.map(whole), before: whole(money.before) };
}
