// Customers who moved between value tiers in the last seven days, and new ones. Customers who
// stayed are left out, since they would hide the moves.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { Empty } from '../../../parts/Empty';
import { Figure } from '../../../parts/Figure';
import { Loaded } from '../../../parts/Loaded';
import { TierTag } from '../../../parts/TierTag';
import { useTierFlow } from '../../../queries/tiers';
import { useAppearance } from '../../../theme/appearance';
import { tierColour } from '../../../theme/tiers';
import { tierInWords } from '../../../words/names';
import { type Band, type Bar, type Move, NEW, flowShape } from './flow-shape';
import { useShown } from '../shown';

export function TierFlow() {
  const { t } = useTranslation();
  const { days } = useShown();
  return (
    <Loaded query={useTierFlow(days)} rows={10}>
      {({ moves }) =>
        moves.length === 0 ? <Empty text={t('home.flowEmpty', { days })} /> : <FlowChart moves={moves} />
      }
    </Loaded>
  );
}

function FlowChart({ moves }: { moves: readonly Move[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bars, bands } = flowShape(moves);
  const label = (side: Bar['side']) =>
    bars.filter((bar) => bar.side === side).map((bar) => <BarLabel {...{ bar }} key={bar.tier} />);
  return (
    <Figure<Move>
      hint={t('home.flowHint', { days: useShown().days })}
      rows={moves}
      rowKey={({ from, to }) => `${from}-${to}`}
      columns={[
        {
          title: t('home.from'),
          render: (_, { from }) => (from === null ? t('home.newcomers') : <TierTag tier={from} />),
        },
        { title: t('home.to'), render: (_, { to }) => <TierTag tier={to} /> },
        { title: t('home.people'), dataIndex: 'customers', align: 'right', render: (n: number) => format.number(n) },
      ]}
    >
      <div className="flow" role="img" aria-label={t('home.flow')}>
        <div className="flow-labels">{label('from')}</div>
        <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden>
          {bands.map((band) => (
            <BandPath key={`${band.from}-${band.to}`} band={band} />
          ))}
          {bars.map((bar) => (
            <BarShape key={`${bar.side}-${bar.tier}`} bar={bar} />
          ))}
        </svg>
        <div className="flow-labels">{label('to')}</div>
      </div>
    </Figure>
  );
}

/** Per cent of the width of the box. */
const BAR_WIDTH = 3;
const [LEFT, RIGHT, MIDDLE] = [BAR_WIDTH, 100 - BAR_WIDTH, 50];

function BandPath({ band: { from, to, customers, start, end, height } }: { band: Band }) {
  const { dark } = useAppearance();
  const format = useFormat();
  const words = useTierWords();
  const path = [
    `M${LEFT},${start} C${MIDDLE},${start} ${MIDDLE},${end} ${RIGHT},${end}`,
    `L${RIGHT},${end + height} C${MIDDLE},${end + height} ${MIDDLE},${start + height} ${LEFT},${start + height} Z`,
  ];
  return (
    <path className="flow-band" d={path.join(' ')} fill={tierColour(from === NEW ? to : from, dark)}>
      <title>{`${words(from)} → ${words(to)}: ${format.number(customers)}`}</title>
    </path>
  );
}

function BarShape({ bar: { side, tier, top, height } }: { bar: Bar }) {
  const { dark } = useAppearance();
  const x = side === 'from' ? 0 : RIGHT;
  return <rect x={x} y={top} width={BAR_WIDTH} height={height} fill={tierColour(tier, dark)} />;
}

function BarLabel({ bar: { tier, customers, top, height } }: { bar: Bar }) {
  const format = useFormat();
  const words = useTierWords();
  return (
    <span style={{ top: `${top + height / 2}%` }}>
      {words(tier)} <b className="number">{format.number(customers)}</b>
    </span>
  );
}

function useTierWords(): (tier: string) => string {
  const { t } = useTranslation();
  return (tier) => (tier === NEW ? t('home.newcomers') : tierInWords(tier, t));
}
