import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Loaded } from '../../../parts/Loaded';
import { When } from '../../../parts/When';
import { calledOf } from '../../../words/called';
import { useCustomersBy, useLeaving } from '../queries';

/** Who leaves a segment next if nothing happens. */
export function Leaving({ segment }: { segment: string }) {
  const { t } = useTranslation();
  const leaving = useLeaving(segment);
  const { data: customers = [] } = useCustomersBy(leaving.data?.items.map(({ customer }) => customer) ?? []);
  const called = new Map(customers.map((one) => [one.customer, calledOf(one, t)]));
  return (
    <Loaded query={leaving} rows={3}>
      {({ items, complete }) =>
        items.length === 0 ? (
          <span className="muted">{t(complete ? 'segments.leavingEmpty' : 'segments.leavingNone')}</span>
        ) : (
          <>
            <ul className="feed">
              {items.map(({ customer, at }) => (
                <li key={customer}>
                  <span className="what">
                    <Link to={`/customers/${customer}`}>{called.get(customer) ?? customer}</Link>
                  </span>
                  <span className="when">
                    <When at={at} />
                  </span>
                </li>
              ))}
            </ul>
            {!complete && <div className="muted small">{t('segments.leavingMaybe')}</div>}
          </>
        )
      }
    </Loaded>
  );
}
