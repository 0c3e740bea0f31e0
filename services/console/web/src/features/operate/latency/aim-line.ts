// The line of the aim in charts of latency. Pure.
import type { TFunction } from 'i18next';
import type { Format } from '../../../words/format';
import { AIM_MS } from './latency';

interface Drawing {
  /** The axis of the times. */
  axis: 'xAxis' | 'yAxis';
  /** Where its label stands. */
  position: 'start' | 'insideStartTop';
  ink: string;
  t: TFunction;
  format: Format;
}

export const aimLine = ({ axis, position, ink, t, format }: Drawing) => ({
  silent: true,
  symbol: 'none',
  lineStyle: { color: ink, type: 'dashed' as const },
  label: { formatter: t('operate.aim', { time: format.milliseconds(AIM_MS) }), color: ink, position },
  data: [{ [axis]: AIM_MS }],
});
