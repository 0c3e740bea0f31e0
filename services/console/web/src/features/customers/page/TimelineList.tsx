import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Customer, TimelineEntry } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Empty } from '../../../parts/Empty';
import { Fault } from '../../../parts/Fault';
import { LateSkeleton } from '../../../parts/Loaded';
import { useCampaignNames } from '../../../queries/names';
import { isOutsideTotals, touchpointInWords } from '../../../words/touchpoint';
import { useTimeline } from '../queries';

export function TimelineList({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const timeline = useTimeline(customer.customer);
  if (timeline.error && !timeline.data) return <Fault error={timeline.error} onRetry={() => void timeline.refetch()} />;
  if (!timeline.data) return <LateSkeleton rows={6} />;
  const entries = timeline.data.pages.flatMap(({ items }) => items);
  if (entries.length === 0) return <Empty text={t('customer.timelineEmpty')} />;
  return (
    <>
      <ol className="feed">
        {entries.map((entry) => (
          <Entry
            key={`${entry.identity}/${entry.source}/${entry.id}`}
            entry={entry}
            currency={customer.money.currency}
          />
        ))}
      </ol>
      {timeline.hasNextPage && (
        <Button onClick={() => void timeline.fetchNextPage()} loading={timeline.isFetchingNextPage}>
          {t('states.more')}
        </Button>
      )}
    </>
  );
}

function Entry({ entry, currency }: { entry: TimelineEntry; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: campaigns } = useCampaignNames();
  return (
    <li>
      <span className="what">
        {touchpointInWords(entry, { t, format, currency, campaigns })}{' '}
        {isOutsideTotals(entry, currency) && <span className="muted">{t('touchpoint.outsideTotals')} </span>}
        {entry.context.simulated === true && <span className="simulated">{t('touchpoint.simulated')}</span>}
      </span>
      <time className="when" dateTime={entry.occurredAt} title={format.exactly(entry.occurredAt)}>
        {format.dateTime(entry.occurredAt)}
      </time>
    </li>
  );
}
