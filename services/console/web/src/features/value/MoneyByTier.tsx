// Customers, net margin and expected spend by tier: how each total divides, and the numbers.
import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Census } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Money } from '../../parts/Money';
import { TierTag } from '../../parts/TierTag';
import { useAppearance } from '../../theme/appearance';
import { TIERS, inkOn, tierColour } from '../../theme/tiers';
import { tierInWords } from '../../words/names';
import { Counted } from './Counted';
import { scaled, sharesOf } from './measure';
import { useCensus } from './queries';

type Total = Census['tiers'][number];
const MEASURES = ['customers', 'netMargin', 'expected'] as const;
type Measure = (typeof MEASURES)[number];

const amountOf = (total: Total, measure: Measure): number =>
  measure === 'expected' ? total.expectedRevenue : total[measure];

export function MoneyByTier() {
  const { t } = useTranslation();
  return (
    <Loaded query={useCensus()} rows={8}>
      {(census) => (census.population === 0 ? <Empty text={t('value.moneyEmpty')} /> : <Totals census={census} />)}
    </Loaded>
  );
}

function Totals({ census }: { census: Census }) {
  const { t } = useTranslation();
  const format = useFormat();
  const totals = totalsOf(census);
  const cost = totals.find(({ tier }) => tier === 'BZ')?.netMargin ?? 0;
  return (
    <>
      <div className="muted small">
        {t('value.moneyHint')}
        <br />
        <Counted of={census} at={census.asOf} />
      </div>
      {MEASURES.filter((measure) => measure !== 'expected' || !census.waits).map((measure) => (
        <ShareBar key={measure} measure={measure} totals={totals} />
      ))}
      <TotalTable totals={totals} census={census} />
      {cost < 0 && (
        <div className="muted small">{t('value.belowZero', { amount: format.money(-cost, census.currency) })}</div>
      )}
    </>
  );
}

/**
 * In the order of the tiers, scaled up where not everyone was looked at; 0 for a tier without
 * customers.
 */
const totalsOf = (census: Census): Total[] =>
  TIERS.map((tier) => {
    const total = census.tiers.find((one) => one.tier === tier);
    return {
      tier,
      customers: scaled(total?.customers ?? 0, census),
      netMargin: scaled(total?.netMargin ?? 0, census),
      expectedRevenue: scaled(total?.expectedRevenue ?? 0, census),
    };
  });

/** From this share on a part of the bar has room for its label. */
const LABELLED = 0.09;

function ShareBar({ measure, totals }: { measure: Measure; totals: readonly Total[] }) {
  const { t } = useTranslation();
  const { dark } = useAppearance();
  const format = useFormat();
  const shares = sharesOf(totals.map((total) => amountOf(total, measure)));
  const said = totals.map(({ tier }, place) => `${tierInWords(tier, t)} ${format.percent(shares[place] ?? 0)}`);
  return (
    <div className="share-bar">
      <span>{t(`value.${measure}`)}</span>
      <div role="img" aria-label={`${t(`value.${measure}`)}: ${said.join(t('states.listGap'))}`}>
        {totals.map(({ tier }, place) => {
          const share = shares[place] ?? 0;
          return (
            <i
              key={tier}
              title={said[place]}
              style={{ width: `${100 * share}%`, background: tierColour(tier, dark), color: inkOn(tier, dark) }}
            >
              {share >= LABELLED && format.percent(share)}
            </i>
          );
        })}
      </div>
    </div>
  );
}

function TotalTable({ totals, census: { currency, waits } }: { totals: readonly Total[]; census: Census }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (minor: number) => <Money minor={minor} currency={currency} />;
  const columns: TableColumnsType<Total> = [
    { title: t('value.tier'), render: (_, { tier }) => <TierTag tier={tier} /> },
    {
      title: t('value.customers'),
      align: 'right',
      render: (_, { tier, customers }) => (
        <Link className="number" to={`/customers?tier=${tier}`}>
          {format.number(customers)}
        </Link>
      ),
    },
    { title: t('value.netMargin'), align: 'right', dataIndex: 'netMargin', render: money },
  ];
  if (!waits) columns.push({ title: t('value.expected'), align: 'right', dataIndex: 'expectedRevenue', render: money });
  return <DataTable<Total> size="small" columns={columns} dataSource={[...totals]} rowKey="tier" pagination={false} />;
}
