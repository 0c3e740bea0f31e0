// All sources with their last event and their counters.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Source, SourceActivity } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { SinceByWall } from '../../parts/When';
import { kindOf, lacksSecret } from './kinds';

interface SourceTableProps {
  sources: readonly Source[];
  activity: readonly SourceActivity[];
}

export function SourceTable({ sources, activity }: SourceTableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const of = ({ id }: Source) => activity.find(({ source }) => source === id);
  const counter = (what: 'taken' | 'refused' | 'ignored') => ({
    ...{ title: t(`connect.${what}`), align: 'right' as const },
    render: (_: unknown, source: Source) => format.number(of(source)?.[what] ?? 0),
  });
  return (
    <DataTable
      size="small"
      pagination={false}
      dataSource={[...sources]}
      rowKey="id"
      columns={[
        {
          title: t('connect.one'),
          render: (_, source) => (
            <>
              <Link to={`/connect/${source.id}`}>{source.name}</Link> <State source={source} />
            </>
          ),
        },
        { title: t('connect.kind'), render: (_, source) => t(`connect.kinds.${kindOf(source)}`) },
        {
          title: t('connect.last'),
          render: (_, source) => {
            const at = of(source)?.lastAt;
            return at === undefined || at === null ? (
              <span className="muted">{t('connect.never')}</span>
            ) : (
              <SinceByWall at={at} />
            );
          },
        },
        ...[counter('taken'), counter('refused'), counter('ignored')],
      ]}
    />
  );
}

/** Why a source takes nothing. */
export function State({ source }: { source: Source }) {
  const { t } = useTranslation();
  if (source.disabled) return <Tag>{t('connect.off')}</Tag>;
  return lacksSecret(source) ? <Tag color="warning">! {t('connect.noSecret')}</Tag> : null;
}
