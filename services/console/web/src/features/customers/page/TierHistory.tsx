// The moves of a customer between tiers, newest first: when, why, and since when they are known.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Customer, Transition } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { useCampaignNames } from '../../../queries/names';
import { useTouchpoint } from '../../../queries/touchpoints';
import { tierInWords } from '../../../words/names';
import { touchpointInWords } from '../../../words/touchpoint';
import { useTierMoves } from '../queries';

/** A move that is recorded later than this after its instant came to be known late. */
const LATE_MS = 3_600_000;

export function TierHistory({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const moves = useTierMoves(customer.customer);
  return (
    <Loaded query={moves}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <Empty text={t('customer.movesEmpty')} />;
        return (
          <>
            <ol className="feed" data-testid="tier-history">
              {items.map((move) => (
                <Move key={`${move.customer}:${move.number}`} move={move} customer={customer} />
              ))}
            </ol>
            {moves.hasNextPage && (
              <Button onClick={() => void moves.fetchNextPage()} loading={moves.isFetchingNextPage}>
                {t('states.more')}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

function Move({ move, customer }: { move: Transition; customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { subject, from, to, occurredAt, recordedAt, origin } = move;
  const tiers = { from: tierInWords(from, t), to: tierInWords(to, t) };
  const kind = subject === 'rfm' ? 'rfm' : 'value';
  const isLate = origin === 'live' && Date.parse(recordedAt) - Date.parse(occurredAt) > LATE_MS;
  return (
    <li>
      <span className="what">
        {from === null ? t(`customer.moves.${kind}First`, tiers) : t(`customer.moves.${kind}`, tiers)}
        <span className="muted small" style={{ display: 'block' }}>
          <Cause move={move} customer={customer} />
          {isLate && t('customer.moves.late', { when: format.dateTime(recordedAt) })}
        </span>
      </span>
      <time className="when" dateTime={occurredAt} title={format.exactly(occurredAt)}>
        {format.dateTime(occurredAt)}
      </time>
    </li>
  );
}

function Cause({ move, customer }: { move: Transition; customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: campaigns } = useCampaignNames();
  const cause = move.cause as { kind: string; id: string } | null;
  const { data: touchpoint } = useTouchpoint(cause?.kind === 'touchpoint' ? cause.id : null);
  if (cause?.kind === 'due') return <>{t('customer.moves.due')}</>;
  const by = cause?.kind === 'definition' ? givenBy(cause.id) : null;
  if (by !== null) return <>{by === '' ? t('customer.moves.takenBack') : t('customer.moves.byHand', { by })}</>;
  if (cause?.kind === 'definition') return <>{t('customer.moves.definition')}</>;
  if (cause?.kind === 'merge') return <>{t('customer.moves.merge')}</>;
  if (cause?.kind !== 'touchpoint' || touchpoint === null) return <>{t('customer.moves.gone')}</>;
  if (touchpoint === undefined) return <>{t('states.loading')}</>;
  return <>{touchpointInWords(touchpoint, { t, format, currency: customer.money.currency, campaigns })}</>;
}

const BY_HAND = 'tier by ';

/** Returns who gave the tier by hand; '' where one was taken back, null for every other edit. */
const givenBy = (definition: string): string | null =>
  definition.startsWith(BY_HAND) ? definition.slice(BY_HAND.length) : definition === 'tier taken back' ? '' : null;
