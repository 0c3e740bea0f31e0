// The columns of the list of customers. On a phone there is room for two.
import { Grid, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { Money } from '../../../parts/Money';
import { Term } from '../../../parts/Term';
import { TierTag } from '../../../parts/TierTag';
import { Since, When } from '../../../parts/When';
import { useSegmentNames } from '../../../queries/names';
import { besideName, calledOf } from '../../../words/called';
import { subjectOf } from '../../../words/changes';
import { tierInWords } from '../../../words/names';
import { type ListFilter, type Listed } from '../queries';

export function useColumns(
  { order }: ListFilter,
  onOrder: (order: ListFilter['order']) => void,
): TableColumnsType<Listed> {
  const { t } = useTranslation();
  const format = useFormat();
  const { md = true } = Grid.useBreakpoint();
  const all: (TableColumnsType<Listed>[number] & { phone?: boolean })[] = [
    { title: t('customers.name'), phone: true, ...(md && { width: 248 }), render: (_, one) => <NameCell one={one} /> },
    {
      title: t('customers.tier'),
      phone: true,
      ...sorting('tier'),
      render: (_, { standing }) => (
        <>
          <TierTag tier={tierOf(standing)} />
          {standing?.byHand && <div className="muted small">{t('customer.byHand.mark')}</div>}
          {/* On a phone there is no room for a column of next changes. */}
          {!md && (
            <div>
              <NextChangeCell standing={standing} />
            </div>
          )}
        </>
      ),
    },
    {
      title: <Term of="expected">{t('customers.expected')}</Term>,
      align: 'right',
      render: (_, { standing, money }) =>
        standing?.prediction ? (
          <Money minor={standing.prediction.expectedRevenue} currency={money.currency} />
        ) : (
          t('states.none')
        ),
    },
    {
      title: <Term of="alive">{t('customers.alive')}</Term>,
      align: 'right',
      render: (_, { standing }) =>
        standing?.prediction ? format.percent(standing.prediction.pAlive) : t('states.none'),
    },
    { title: t('customers.orders'), align: 'right', render: (_, { orders }) => format.number(orders) },
    {
      title: t('customers.spent'),
      align: 'right',
      render: (_, { money }) => <Money minor={money.net} currency={money.currency} />,
    },
    { title: t('customers.lastSeen'), align: 'right', render: (_, { lastSeen }) => <Since at={lastSeen} /> },
    {
      title: <Term of="nextChange">{t('customers.next')}</Term>,
      width: 216,
      ...sorting('next'),
      render: (_, { standing }) => <NextChangeCell standing={standing} />,
    },
  ];
  return all.filter(({ phone }) => md || phone === true);

  /** The server sorts, since the table holds some of the customers only. */
  function sorting(by: ListFilter['order']): TableColumnsType<Listed>[number] {
    return {
      sorter: true,
      sortDirections: ['ascend'],
      sortOrder: order === by ? 'ascend' : null,
      showSorterTooltip: { title: t(`customers.orderBy.${by}`) },
      onHeaderCell: () => ({ onClick: () => onOrder(by) }),
    };
  }
}

/** The instant of the next change, and its kind. */
function NextChangeCell({ standing }: { standing: Listed['standing'] }) {
  const { t } = useTranslation();
  const { data: segments } = useSegmentNames();
  const [change] = standing?.changes ?? [];
  if (change === undefined) return <>{t('states.none')}</>;
  const values = {
    to: tierInWords(change.to, t),
    segment: segments[change.subject] ?? change.subject,
  };
  return (
    <>
      <When at={change.at} />
      <div className="muted small">{t(`customers.change.${subjectOf(change)}`, values)}</div>
    </>
  );
}

const tierOf = (standing: Listed['standing']) => standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;

function NameCell({ one }: { one: Listed }) {
  const { t } = useTranslation();
  return (
    <>
      <Link to={`/customers/${one.customer}`} onClick={(event) => event.stopPropagation()}>
        {calledOf(one, t)}
      </Link>
      <div className="muted small">{besideName(one, t)}</div>
    </>
  );
}
