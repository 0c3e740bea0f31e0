// Some of the customers behind a number.
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useFormat } from '../../../i18n/use-format';
import { pickedOf } from '../../../words/called';
import { useCustomersBy } from '../../segments/queries';

interface NamedProps {
  /** Null: closed. */
  title: string | null;
  ids: readonly string[];
  total: number;
  onClose: () => void;
}

export function NamedDrawer({ title, ids, total, onClose }: NamedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: customers = [] } = useCustomersBy(ids);
  return (
    <Drawer open={title !== null} onClose={onClose} title={title ?? ''} size={440} destroyOnHidden>
      {ids.length < total && (
        <p className="muted small">
          {t('campaigns.someOf', { shown: format.number(ids.length), total: format.number(total), count: total })}
        </p>
      )}
      <ul className="feed">
        {customers.map((one) => (
          <li key={one.customer}>
            <span className="what">
              <Link to={`/customers/${one.customer}`}>{pickedOf(one, t)}</Link>
            </span>
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
