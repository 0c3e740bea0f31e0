import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { inPages } from '../../parts/pages';
import { SinceByWall } from '../../parts/When';
import { useSegmentNames } from '../../queries/names';
import { useHistory } from '../../queries/operations';
import { known } from '../../words/known';
import { type ServiceJob, importJob } from './import-job';
import { useJobs } from './queries';
import { en } from './words.en';

export function JobTable() {
  const { t } = useTranslation();
  const { data: waves = [], dataUpdatedAt } = useHistory();
  const imports = waves.map((wave) => importJob(wave, dataUpdatedAt));
  return <Loaded query={useJobs()}>{(jobs) => both([...imports, ...jobs])}</Loaded>;

  function both(all: readonly ServiceJob[]) {
    const rows = [...all].sort((a, b) => b.startedAt - a.startedAt);
    return rows.length === 0 ? <Empty text={t('operate.jobsEmpty')} /> : <Rows rows={rows} />;
  }
}

function Rows({ rows }: { rows: readonly ServiceJob[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable
      size="small"
      pagination={inPages(rows.length, 8)}
      dataSource={[...rows]}
      rowKey="id"
      columns={[
        { title: t('operate.job'), render: (_, job) => <JobName job={job} /> },
        { title: t('operate.state'), render: (_, { state }) => t(`operate.jobState.${state}`) },
        {
          title: t('operate.progress'),
          render: (_, job) =>
            job.total === null ? (
              <Done job={job} />
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
        {
          title: t('operate.took'),
          render: (_, { startedAt, endedAt }) =>
            endedAt === null ? t('states.none') : format.span(Math.max(1_000, endedAt - startedAt)),
        },
      ]}
    />
  );
}

/** The name of a job: the segment or the setting whose change started it, else its kind. */
function JobName({ job: { kind, detail, error } }: { job: ServiceJob }) {
  const { t } = useTranslation();
  const { data: segments } = useSegmentNames();
  const { segment, setting } = detail as { segment?: string; setting?: string };
  return (
    <>
      {typeof segment === 'string'
        ? t('operate.jobOf.segment', { segment: segments[segment] ?? segment })
        : typeof setting === 'string'
          ? t('operate.jobOf.setting', { setting: known(en.operate.settings, 'operate.settings', setting, t) })
          : known(en.operate.jobKinds, 'operate.jobKinds', kind, t)}
      {error !== null && <div className="mono small">{error}</div>}
    </>
  );
}

function Done({ job: { kind, done, detail } }: { job: ServiceJob }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { customers } = detail as { customers?: number };
  const count = format.number(done);
  if (customers !== undefined)
    return <>{t('operate.eventsDone', { events: count, customers: format.number(customers) })}</>;
  return (
    <>
      {kind === 'backfill' || kind === 'rfm-edges'
        ? t('operate.customersDone', { count: done, customers: count })
        : count}
    </>
  );
}
