// How long after its acceptance a touchpoint reached each stage: half, 95 and 99 of 100.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health, Quantiles } from '../api/operations';
import { useFormat } from '../format';
import { Chart } from '../parts/Chart';
import { Empty } from '../parts/Empty';
import { useAppearance } from '../theme/appearance';

const STAGES = ['profile', 'scoring', 'campaign', 'delivery'] as const;
const SHARES = ['p50', 'p95', 'p99'] as const;

interface StageRow extends Quantiles {
  stage: (typeof STAGES)[number];
}

export function LatencyChart({ health }: { health: Health }) {
  const { t } = useTranslation();
  const rows = rowsOf(health);
  return rows.length === 0 ? <Empty text={t('operate.latencyEmpty')} /> : <Bars rows={rows} />;
}

function rowsOf({ services }: Health): StageRow[] {
  return STAGES.flatMap((stage) => {
    const measured = services.find(({ service }) => service === stage)?.status?.stages[stage];
    return measured !== undefined && measured.count > 0 ? [{ stage, ...measured }] : [];
  });
}

function Bars({ rows }: { rows: readonly StageRow[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const option = useMemo(() => {
    const ink = dark ? '#94a3b8' : '#475569';
    const colours = dark ? ['#a5f3e4', '#3db5a5', '#64748b'] : ['#0b5563', '#2a9d8f', '#94a3b8'];
    return {
      grid: { left: 72, right: 72, top: 32, bottom: 32 },
      legend: { top: 0, left: 0, textStyle: { color: ink } },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        valueFormatter: (ms: number) => format.milliseconds(ms),
      },
      xAxis: {
        type: 'log',
        min: 1,
        axisLabel: { color: ink, formatter: (ms: number) => format.milliseconds(ms) },
        splitLine: { lineStyle: { color: dark ? '#1e2a31' : '#e2e8f0' } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ stage }) => t(`operate.stage.${stage}`)),
        axisLabel: { color: ink },
        axisTick: { show: false },
      },
      series: SHARES.map((share, place) => ({
        type: 'bar',
        name: t(`operate.quantile.${share}`),
        // A logarithm needs something above zero.
        data: rows.map((row) => Math.max(1, row[share])),
        itemStyle: { color: colours[place], borderRadius: [0, 3, 3, 0] },
        barMaxWidth: 14,
        label: {
          show: true,
          position: 'right',
          color: ink,
          formatter: ({ value }: { value: number }) => format.milliseconds(value),
        },
      })),
    };
  }, [rows, dark, t, format]);
  const time = (share: (typeof SHARES)[number]) => ({
    title: t(`operate.quantile.${share}`),
    align: 'right' as const,
    render: (_: unknown, row: StageRow) => format.milliseconds(row[share]),
  });
  return (
    <Chart<StageRow>
      label={t('operate.latencyLabel')}
      hint={t('operate.latencyHint')}
      option={option}
      height={Math.max(280, rows.length * 76)}
      rows={rows}
      rowKey={({ stage }) => stage}
      columns={[
        { title: t('operate.stageTitle'), render: (_, { stage }) => t(`operate.stage.${stage}`) },
        ...SHARES.map(time),
        { title: t('operate.count'), align: 'right', render: (_, { count }) => format.number(count) },
      ]}
    />
  );
}
