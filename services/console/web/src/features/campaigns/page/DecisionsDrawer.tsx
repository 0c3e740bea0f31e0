// The customers behind a number of decisions, newest first; each opens with why.
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { When } from '../../../parts/When';
import { pickedOf } from '../../../words/called';
import { reasonInWords } from '../../../words/names';
import { useCustomersBy } from '../../segments/queries';
import { useDecisionsWith } from '../queries';

interface DecisionsProps {
  campaign: string;
  /** The title for what was sent. */
  sent: string;
  /** Null: closed. */
  reason: string | null;
  onClose: () => void;
}

export function DecisionsDrawer({ campaign, sent, reason, onClose }: DecisionsProps) {
  const { t } = useTranslation();
  const title = reason === null ? '' : reason === 'sent' ? sent : reasonInWords(reason, t);
  return (
    <Drawer open={reason !== null} onClose={onClose} title={title} size={440} destroyOnHidden>
      {reason !== null && <Listed campaign={campaign} reason={reason} />}
    </Drawer>
  );
}

function Listed({ campaign, reason }: { campaign: string; reason: string }) {
  const { t } = useTranslation();
  const query = useDecisionsWith(campaign, reason);
  const ids = [...new Set((query.data?.pages ?? []).flatMap(({ items }) => items.map(({ customer }) => customer)))];
  const { data: customers = [] } = useCustomersBy(ids.slice(0, 200));
  const named = new Map(customers.map((one) => [one.customer, one]));
  return (
    <Loaded query={query} rows={8}>
      {({ pages }) => {
        const decisions = pages.flatMap(({ items }) => items);
        if (decisions.length === 0) return <Empty text={t('campaigns.noDecisions')} />;
        return (
          <>
            <ul className="feed" data-testid="decided">
              {decisions.map(({ id, customer, decidedAt }) => {
                const one = named.get(customer);
                return (
                  <li key={id}>
                    <span className="what">
                      <Link to={`/customers/${customer}?decision=${id}`}>{one ? pickedOf(one, t) : customer}</Link>
                    </span>
                    <span className="when">
                      <When at={decidedAt} />
                    </span>
                  </li>
                );
              })}
            </ul>
            {query.hasNextPage && (
              <Button onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
                {t('states.more')}
              </Button>
            )}
          </>
        );
      }}
    </Loaded>
  );
}
