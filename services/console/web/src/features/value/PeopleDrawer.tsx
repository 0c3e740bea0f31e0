// The customers behind a number.
import { Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { pickedOf } from '../../words/called';
import { useWay } from './Moves';
import { type People, type Person, useCalled, usePeople } from './queries';

export function PeopleDrawer({ people, onClose }: { people: People | null; onClose: () => void }) {
  const wayOf = useWay();
  const title = people === null ? '' : people.kind === 'listed' ? people.name : wayOf(people);
  return (
    <Drawer open={people !== null} onClose={onClose} title={title} size={440} destroyOnHidden>
      {people !== null && <Listed people={people} />}
    </Drawer>
  );
}

function Listed({ people }: { people: People }) {
  const { t } = useTranslation();
  const query = usePeople(people);
  return (
    <Loaded query={query} rows={8}>
      {({ pages }) => {
        // A customer who moved twice is listed once, with the newest move.
        const persons = [...new Map(pages.flatMap(({ items }) => items.map((one) => [one.customer, one]))).values()];
        return (
          <>
            {people.kind === 'listed' && persons.length > 0 && (
              <p className="muted small">{t('value.first', { count: persons.length })}</p>
            )}
            {persons.length === 0 && <Empty text={t(query.hasNextPage ? 'value.looking' : 'value.nobody')} />}
            <Persons persons={persons} />
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

/** Names are asked for as many at a time as the API answers. */
const AT_ONCE = 200;

function Persons({ persons }: { persons: readonly Person[] }) {
  const { data: named = new Map<string, Customer>() } = useCalled(
    persons.slice(-AT_ONCE).map(({ customer }) => customer),
  );
  return (
    <ul className="feed">
      {persons.map((person) => (
        <PersonLine key={person.customer} person={person} customer={named.get(person.customer)} />
      ))}
    </ul>
  );
}

function PersonLine({ person: { customer, at }, customer: named }: { person: Person; customer: Customer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li>
      <span className="what">
        <Link to={`/customers/${customer}`}>{named === undefined ? customer : pickedOf(named, t)}</Link>
      </span>
      {at !== null && <span className="when">{t('value.onDay', { when: format.date(at) })}</span>}
    </li>
  );
}
