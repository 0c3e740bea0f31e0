// Expected and actual purchases of the time held out, by decile.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Model } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Chart } from '../../../parts/Chart';
import type { ChartOption } from '../../../parts/charts';
import { accentOf } from '../../../theme/accent';
import { useAppearance } from '../../../theme/appearance';

type Figures = NonNullable<NonNullable<Model['fit']>['figures']>;

interface Band {
  /** From 1, the fewest expected purchases. */
  place: number;
  customers: number;
  expected: number;
  actual: number;
}

export function Calibration({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const bands = useMemo(() => figures.deciles.map((band, place): Band => ({ place: place + 1, ...band })), [figures]);
  const option = useMemo((): ChartOption => {
    const ink = dark ? '#94a3b8' : '#475569';
    const line = { color: dark ? '#1e2a31' : '#e2e8f0' };
    const bars = (name: string, data: readonly number[], color: string) => ({
      ...{ type: 'bar', name, data, barMaxWidth: 18 },
      itemStyle: { color },
    });
    return {
      grid: { left: 48, right: 16, top: 40, bottom: 32 },
      legend: { top: 0, left: 0, textStyle: { color: ink }, itemHeight: 8, icon: 'rect' },
      tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => format.decimal(Number(value), 2) },
      xAxis: { type: 'category', data: bands.map(({ place }) => place), axisLabel: { color: ink } },
      yAxis: { type: 'value', min: 0, axisLabel: { color: ink }, splitLine: { lineStyle: line } },
      series: [
        bars(
          t('models.bandExpected'),
          bands.map(({ expected }) => expected),
          accentOf(dark),
        ),
        bars(
          t('models.bandActual'),
          bands.map(({ actual }) => actual),
          dark ? '#e0a15e' : '#b45309',
        ),
      ],
    };
  }, [bands, dark, t, format]);
  return (
    <Chart<Band>
      label={t('models.calibrationLabel')}
      hint={t('models.calibrationHint', { customers: format.number(figures.customers) })}
      option={option}
      height={280}
      rows={bands}
      rowKey={({ place }) => String(place)}
      columns={[
        { title: t('models.decile'), dataIndex: 'place' },
        { title: t('models.customers'), align: 'right', render: (_, { customers }) => format.number(customers) },
        { title: t('models.bandExpected'), align: 'right', render: (_, { expected }) => format.decimal(expected, 2) },
        { title: t('models.bandActual'), align: 'right', render: (_, { actual }) => format.decimal(actual, 2) },
      ]}
    />
  );
}
