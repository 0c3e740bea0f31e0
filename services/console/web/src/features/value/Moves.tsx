// Moves from tier to tier with their numbers; each opens its customers.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { tierInWords } from '../../words/names';
import { type Direction, type Looked, directionOf, scaled } from './measure';

export interface Move {
  from: string | null;
  to: string;
  customers: number;
}

interface MovesProps<M extends Move> {
  moves: readonly M[];
  /** Of how many the counts are. */
  looked: Looked;
  /** @param name of the way, in words. */
  onOpen: (move: M, name: string) => void;
}

const MARKS: Record<Direction, string> = { up: '▲', down: '▼', other: '•' };

export function Moves<M extends Move>({ moves, looked, onOpen }: MovesProps<M>) {
  const { t } = useTranslation();
  const wayOf = useWay();
  const direction = (move: M) => directionOf(move.from, move.to);
  return (
    <ul className="feed moves">
      {moves.map((move) => (
        <li key={`${move.from} ${move.to}`}>
          <span className="mark" role="img" aria-label={t(`value.direction.${direction(move)}`)}>
            {MARKS[direction(move)]}
          </span>
          <span className="what">{wayOf(move)}</span>
          <Button className="as-link" type="text" onClick={() => onOpen(move, wayOf(move))}>
            <People customers={move.customers} looked={looked} />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function People({ customers, looked }: { customers: number; looked: Looked }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = scaled(customers, looked);
  return <>{t(looked.exact ? 'value.people' : 'value.peopleAbout', { count, customers: format.number(count) })}</>;
}

/** Names a way: "MVC → Standard"; customers without a tier before are new. */
export function useWay(): (move: Pick<Move, 'from' | 'to'>) => string {
  const { t } = useTranslation();
  return ({ from, to }) =>
    t('value.way', { from: from === null ? t('value.newcomers') : tierInWords(from, t), to: tierInWords(to, t) });
}
