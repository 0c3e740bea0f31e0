// The last events of a source, and what became of each. Refreshes by itself.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { SourceEvent } from '../../api/types';
import { DataTable } from '../../parts/DataTable';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { inPages } from '../../parts/pages';
import { SinceByWall } from '../../parts/When';
import { addressInWords } from '../../words/masked';
import { faultInWords } from '../operate/refusals/fault-words';
import { known } from '../../words/known';
import { useEvents } from './queries';
import { en } from './words.en';

const ROWS = 15;

export function Events({ source }: { source: string }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useEvents(source)} rows={8}>
      {(events) => (events.length === 0 ? <Empty text={t('connect.eventsEmpty')} /> : <Rows events={events} />)}
    </Loaded>
  );
}

function Rows({ events }: { events: readonly SourceEvent[] }) {
  const { t } = useTranslation();
  return (
    <DataTable
      size="small"
      pagination={inPages(events.length, ROWS)}
      dataSource={[...events]}
      rowKey="id"
      columns={[
        { title: t('connect.when'), render: (_, { at }) => <SinceByWall at={at} /> },
        { title: t('connect.outcome'), render: (_, { outcome }) => <OutcomeTag outcome={outcome} /> },
        {
          title: t('connect.event'),
          render: (_, { name }) => <span className="mono">{name ?? t('states.none')}</span>,
        },
        { title: t('connect.customer'), render: (_, event) => <Person event={event} /> },
        { title: t('connect.why'), render: (_, event) => <Why event={event} /> },
      ]}
    />
  );
}

const MARKS = { taken: '✓', remark: '!', refused: '✕', ignored: '–' } as const;
const COLOURS = { taken: 'success', remark: 'warning', refused: 'error', ignored: 'default' } as const;

function OutcomeTag({ outcome }: Pick<SourceEvent, 'outcome'>) {
  const { t } = useTranslation();
  return (
    <Tag color={COLOURS[outcome]}>
      {MARKS[outcome]} {t(`connect.outcomes.${outcome}`)}
    </Tag>
  );
}

function Person({ event: { person, customer } }: { event: SourceEvent }) {
  const { t } = useTranslation();
  const name = person === null ? t('states.none') : addressInWords(person);
  return customer === null ? <span className="mono">{name}</span> : <Link to={`/customers/${customer}`}>{name}</Link>;
}

function Why({ event: { code, path, message } }: { event: SourceEvent }) {
  const { t } = useTranslation();
  if (code === null) return null;
  const words = known(en.connect.reasons, 'connect.reasons', code, t, faultInWords({ code }, message ?? code, t));
  return (
    <div style={{ minWidth: 160, maxWidth: 420, whiteSpace: 'normal' }}>
      {words} <span className="mono muted">{path?.replace(/^batch\.\d+\.?/, '')}</span>
    </div>
  );
}
