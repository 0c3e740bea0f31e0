// Who moved between value tiers in the last seven days.
import { useTranslation } from 'react-i18next';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { useTierFlow } from '../../queries/tiers';
import { Moves } from './Moves';
import type { People } from './queries';

/** Moves are stored one by one: their number is exact. */
const ALL = { looked: 0, population: 0, exact: true };

export function Moved({ onPeople }: { onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useTierFlow()} rows={6}>
      {({ moves, since }) =>
        moves.length === 0 ? (
          <Empty text={t('value.flowEmpty')} />
        ) : (
          <Moves
            moves={[...moves].sort((one, other) => other.customers - one.customers)}
            looked={ALL}
            onOpen={({ from, to }) => onPeople({ kind: 'moved', from, to, since })}
          />
        )
      }
    </Loaded>
  );
}
