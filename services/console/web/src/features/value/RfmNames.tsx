// Customers by RFM name, and how many of each are likely gone all the same.
import { Button, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Census } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Term } from '../../parts/Term';
import { tierInWords } from '../../words/names';
import { en } from '../../words/words.en';
import { scaled } from './measure';
import { type People, useCensus } from './queries';

type Name = Census['rfm'][number];
/** From the best to the lost, as the dictionary lists them. */
const ORDER = Object.keys(en.rfm);

export function RfmNames({ onPeople }: { onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useCensus()} rows={8}>
      {(census) =>
        census.rfm.length === 0 ? (
          <Empty text={t('value.rfmEmpty')} />
        ) : (
          <>
            {!census.waits && <p className="muted small">{t('value.rfmHint')}</p>}
            <Names census={census} onPeople={onPeople} />
          </>
        )
      }
    </Loaded>
  );
}

function Names({ census, onPeople }: { census: Census; onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = [...census.rfm].sort((one, other) => ORDER.indexOf(one.name) - ORDER.indexOf(other.name));
  const columns: TableColumnsType<Name> = [
    { title: t('value.name'), render: (_, { name }) => tierInWords(name, t) },
    {
      title: t('value.customers'),
      align: 'right',
      render: (_, { name, customers, examples }) => (
        <Button
          className="as-link number"
          type="text"
          onClick={() => onPeople({ kind: 'listed', name: tierInWords(name, t), customers: examples })}
        >
          {format.number(scaled(customers, census))}
        </Button>
      ),
    },
  ];
  const gone: TableColumnsType<Name> = [
    {
      title: <Term of="likelyGone">{t('value.likelyGone')}</Term>,
      align: 'right',
      render: (_, { customers, likelyGone }) =>
        likelyGone === 0 ? (
          <span className="muted">{t('value.none')}</span>
        ) : (
          <span className="number">
            {format.number(scaled(likelyGone, census))} ({format.percent(likelyGone / customers)})
          </span>
        ),
    },
  ];
  return (
    <DataTable<Name>
      size="small"
      columns={census.waits ? columns : [...columns, ...gone]}
      dataSource={rows}
      rowKey="name"
      pagination={false}
    />
  );
}
