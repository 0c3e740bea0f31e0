// Bars of customers by an amount, stacked by tier, with the cut-off as a line that is dragged or
// moved by keys.
import type { TableColumnsType } from 'antd';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Bar, Census } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Figure } from '../../parts/Figure';
import { useAppearance } from '../../theme/appearance';
import { TIERS, tierColour } from '../../theme/tiers';
import { tierInWords } from '../../words/names';
import { type Measure, amountAfter, amountAt, highOf, placeOf, scaled, shownAs } from './measure';

interface ChartProps {
  measure: Measure;
  census: Census;
  /** Minor units; the one that is tried out. */
  cutOff: number;
  inForce: number;
  onMove: (amount: number) => void;
}

const countOf = ({ customers }: Bar): number => Object.values(customers).reduce((sum, count) => sum + count, 0);
const TICKS = [0, 0.25, 0.5, 0.75, 1];

export function CutOffChart(props: ChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { census, measure } = props;
  const { bars, zero } = census[measure];
  const without = scaled(zero, census);
  const columns: TableColumnsType<Bar> = [
    { title: t('value.amounts'), render: (_, bar) => <BarName bar={bar} currency={census.currency} /> },
    {
      title: t('value.customers'),
      align: 'right',
      render: (_, bar) => format.number(scaled(countOf(bar), census)),
    },
  ];
  return (
    <Figure<Bar>
      hint={[t('value.spreadHint'), zero > 0 && t('value.zero', { count: without, customers: format.number(without) })]
        .filter(Boolean)
        .join(t('states.sentenceGap'))}
      rows={bars.filter((bar) => countOf(bar) > 0)}
      rowKey={({ from, to }) => `${from} ${to}`}
      columns={columns}
    >
      <Plot {...props} />
    </Figure>
  );
}

function BarName({ bar: { from, to }, currency }: { bar: Bar; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const money = (minor: number) => format.money(minor, currency);
  if (from === null && to !== null) return <>{t('value.below', { amount: money(to) })}</>;
  if (to === null && from !== null) return <>{t('value.from', { amount: money(from) })}</>;
  return <>{t('value.between', { from: money(from ?? 0), to: money(to ?? 0) })}</>;
}

function Plot({ measure, census, cutOff, inForce, onMove }: ChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const scale = census[measure];
  const { low, bars } = scale;
  const most = Math.max(1, ...bars.map(countOf));
  const amountOf = (place: number) => low + place * (highOf(scale) - low);
  return (
    <div className="spread">
      <span className="spread-most number">{format.number(scaled(most, census))}</span>
      <div className="spread-plot">
        <svg
          viewBox={`0 0 ${bars.length} 100`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t(`value.spreadLabel.${shownAs(measure, census.waits)}`)}
        >
          {bars.map((bar, place) => (
            <StackedBar key={`${bar.from} ${bar.to}`} {...{ bar, place, most }} />
          ))}
        </svg>
        {inForce !== cutOff && <i className="spread-in-force" style={{ left: `${100 * placeOf(inForce, scale)}%` }} />}
        <Handle {...{ measure, census, cutOff, onMove }} />
      </div>
      <div className="spread-axis">
        {TICKS.map((place) => (
          <span key={place} className="number" style={{ left: `${100 * place}%` }}>
            {format.moneyShort(amountOf(place), census.currency)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Thin lines of background keep neighbours apart. */
const GAP = 0.08;

function StackedBar({ bar, place, most }: { bar: Bar; place: number; most: number }) {
  const { t } = useTranslation();
  const { dark } = useAppearance();
  const format = useFormat();
  let top = 100;
  return (
    <g>
      {TIERS.map((tier) => {
        const count = bar.customers[tier] ?? 0;
        const height = (100 * count) / most;
        top -= height;
        return (
          count > 0 && (
            <rect key={tier} x={place + GAP / 2} y={top} width={1 - GAP} height={height} fill={tierColour(tier, dark)}>
              <title>{`${tierInWords(tier, t)}: ${format.number(count)}`}</title>
            </rect>
          )
        );
      })}
    </g>
  );
}

function Handle({ measure, census, cutOff, onMove }: Omit<ChartProps, 'inForce'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const line = useRef<HTMLDivElement>(null);
  const scale = census[measure];
  const amount = format.money(cutOff, census.currency);
  const place = placeOf(cutOff, scale);
  const drag = (event: PointerEvent) => {
    const plot = line.current?.parentElement?.getBoundingClientRect();
    if (plot === undefined || !line.current?.hasPointerCapture(event.pointerId)) return;
    onMove(amountAt((event.clientX - plot.left) / plot.width, scale));
  };
  const press = (event: KeyboardEvent) => {
    const next = amountAfter(event.key, cutOff, scale);
    if (next === null) return;
    event.preventDefault();
    onMove(next);
  };
  return (
    <div
      ref={line}
      className={place > 0.6 ? 'cut-off to-left' : 'cut-off'}
      role="slider"
      tabIndex={0}
      aria-label={t(`value.handle.${measure}`)}
      aria-valuemin={Math.max(0, scale.low)}
      aria-valuemax={Math.max(cutOff, highOf(scale))}
      aria-valuenow={cutOff}
      aria-valuetext={amount}
      style={{ left: `${100 * place}%` }}
      onPointerDown={({ pointerId }) => line.current?.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
    >
      <b>
        {t(`value.cutOff.${measure}`)} <span className="number">{amount}</span>
      </b>
    </div>
  );
}
