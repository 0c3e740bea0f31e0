import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Progress, Table } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type Job, jobs } from '../api/operations';
import { useFormat } from '../format';
import { en } from '../i18n/en';
import { Empty } from '../parts/Empty';
import { Loaded } from '../parts/Loaded';
import { SinceByWall } from '../parts/When';

type ServiceJob = Job & { service: string };

const BUSY_MS = 1_000;
const IDLE_MS = 10_000;

export function JobTable() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ['jobs'],
    queryFn: jobs,
    refetchInterval: ({ state }) => (state.data?.some((job) => job.state === 'running') ? BUSY_MS : IDLE_MS),
  }) as UseQueryResult<ServiceJob[]>;
  return (
    <Loaded query={query}>
      {(rows) => (rows.length === 0 ? <Empty text={t('operate.jobsEmpty')} /> : <Rows rows={rows} />)}
    </Loaded>
  );
}

function Rows({ rows }: { rows: readonly ServiceJob[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table
      size="small"
      pagination={rows.length > 8 ? { pageSize: 8, size: 'small', showSizeChanger: false } : false}
      dataSource={[...rows]}
      rowKey="id"
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('operate.job'), render: (_, { kind }) => kindInWords(kind, t) },
        { title: t('operate.state'), render: (_, { state }) => t(`operate.jobState.${state}`) },
        {
          title: t('operate.progress'),
          render: (_, job) =>
            job.total === null ? (
              format.number(job.done)
            ) : (
              <Progress
                size="small"
                style={{ minWidth: 96 }}
                percent={job.total === 0 ? 100 : Math.round((100 * job.done) / job.total)}
                status={
                  job.state === 'failed' || job.state === 'lost'
                    ? 'exception'
                    : job.state === 'running'
                      ? 'active'
                      : 'normal'
                }
              />
            ),
        },
        { title: t('operate.started'), render: (_, { startedAt }) => <SinceByWall at={startedAt} /> },
      ]}
    />
  );
}

const kindInWords = (kind: string, t: TFunction) =>
  Object.hasOwn(en.operate.jobKinds, kind) ? t(`operate.jobKinds.${kind}` as 'operate.jobKinds.import') : kind;
