// For an event that contradicts an earlier one: its customer, and the differences from the stored
// copy.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { DataTable } from '../../../parts/DataTable';
import { useTouchpoint } from '../../../queries/touchpoints';
import { differences } from './fault-words';

interface Sent {
  identity?: string;
  source?: string;
  id?: string;
  properties?: unknown;
  event?: unknown;
  occurredAt?: number;
}

function sentIn(value: string): Sent {
  try {
    return (JSON.parse(value) ?? {}) as Sent;
  } catch {
    return {};
  }
}

export function LetterCustomer({ value }: { value: string }) {
  const { t } = useTranslation();
  const { identity } = sentIn(value);
  if (typeof identity !== 'string') return null;
  return (
    <div>
      {t('operate.letterWhose')}{' '}
      <Link to={`/customers/${encodeURIComponent(identity)}`}>{identity.replace(/^[^:]*:/, '')}</Link>
    </div>
  );
}

export function StoredCopy({ value }: { value: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sent = sentIn(value);
  const key = `${sent.identity}/${sent.source}/${sent.id}`;
  const { data: won } = useTouchpoint(key);
  if (!won) return null;
  const shown = ({ event, properties }: { event?: unknown; properties?: unknown }, at: string | undefined) => ({
    event,
    at,
    ...(properties as object),
  });
  const rows = differences(
    shown(sent, sent.occurredAt === undefined ? undefined : new Date(sent.occurredAt).toISOString()),
    shown(won, won.occurredAt),
  );
  const text = (part: unknown) =>
    part === undefined ? t('states.none') : typeof part === 'string' ? part : JSON.stringify(part);
  return (
    <section>
      <b>{t('operate.winner', { when: format.dateTime(won.recordedAt) })}</b>
      <DataTable
        size="small"
        pagination={false}
        rowKey="path"
        dataSource={rows}
        columns={[
          { title: t('operate.field'), render: (_, { path }) => <span className="mono">{path}</span> },
          { title: t('operate.taken'), render: (_, { b }) => text(b) },
          { title: t('operate.refusedCopy'), render: (_, { a }) => text(a) },
        ]}
      />
    </section>
  );
}
