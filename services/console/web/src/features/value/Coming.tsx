// What changes by itself in the coming days, by way.
import { useTranslation } from 'react-i18next';
import type { ComingMoves } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Card } from '../../parts/Card';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Counted } from './Counted';
import { directionOf, scaled } from './measure';
import { Moves } from './Moves';
import { DAYS_AHEAD, type People, useComing } from './queries';

export function Coming({ onPeople }: { onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  return (
    <Card title={t('value.coming', { days: DAYS_AHEAD })}>
      <Loaded query={useComing()} rows={6}>
        {(coming) => <Ways coming={coming} onPeople={onPeople} />}
      </Loaded>
    </Card>
  );
}

function Ways({ coming, onPeople }: { coming: ComingMoves; onPeople: (people: People) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const when = format.date(coming.until);
  const of = (scheme: string) => coming.moves.filter((move) => move.scheme === scheme);
  const [value, rfm] = [of('value'), of('rfm')];
  const count = (direction: 'up' | 'down') =>
    format.number(
      value
        .filter(({ from, to }) => directionOf(from, to) === direction)
        .reduce((sum, { customers }) => sum + scaled(customers, coming), 0),
    );
  const open =
    (scheme: 'value' | 'rfm') =>
    ({ from, to }: { from: string; to: string }) =>
      onPeople({ kind: 'coming', scheme, from, to });
  return (
    <>
      {value.length === 0 ? (
        <Empty text={t('value.comingEmpty', { when })} />
      ) : (
        <>
          <p>{t('value.comingSum', { up: count('up'), down: count('down'), when })}</p>
          <Moves moves={value} looked={coming} onOpen={open('value')} />
        </>
      )}
      {rfm.length > 0 && (
        <details className="coming-rfm">
          <summary>{t('value.comingRfm')}</summary>
          <Moves moves={rfm} looked={coming} onOpen={open('rfm')} />
        </details>
      )}
      <div className="muted small">
        <Counted of={coming} at={coming.asOf} />
      </div>
    </>
  );
}
