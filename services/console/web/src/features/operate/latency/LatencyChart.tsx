// The time from the acceptance of a touchpoint to each stage: median, 95th and 99th percentile.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Health } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Chart } from '../../../parts/Chart';
import { Empty } from '../../../parts/Empty';
import { useAppearance } from '../../../theme/appearance';
import { sentences } from '../../../words/sentences';
import { aimLine } from './aim-line';
import { STAGES, type StageLatency, latencies } from './latency';

const SHARES = ['p50', 'p95', 'p99'] as const;

export function LatencyChart({ health }: { health: Health }) {
  const { t } = useTranslation();
  const rows = latencies(health);
  return rows.length === 0 ? <Empty text={t('operate.latencyEmpty')} /> : <Dots rows={rows} />;
}

const SHAPES = { p50: 'circle', p95: 'diamond', p99: 'triangle' } as const;

/** Points, since the length of a bar means nothing on a logarithmic scale. */
function Dots({ rows }: { rows: readonly StageLatency[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const missing = STAGES.filter((stage) => !rows.some((row) => row.stage === stage));
  const option = useMemo(() => {
    const ink = dark ? '#94a3b8' : '#475569';
    const line = dark ? '#1e2a31' : '#e2e8f0';
    // Other colours than those of the tiers.
    const colours = dark ? ['#c4b5fd', '#a78bfa', '#8b5cf6'] : ['#8b5cf6', '#6d28d9', '#4c1d95'];
    return {
      grid: { left: 72, right: 32, top: 40, bottom: 32 },
      legend: { top: 0, left: 0, textStyle: { color: ink } },
      tooltip: {
        trigger: 'item',
        formatter: ({ seriesName, value: [ms, stage] }: { seriesName: string; value: [number, string] }) =>
          `${stage}, ${seriesName}: ${format.milliseconds(ms)}`,
      },
      xAxis: {
        type: 'log',
        min: 1,
        max: ({ max }: { max: number }) => Math.max(10_000, 10 ** Math.ceil(Math.log10(max))),
        axisLabel: { color: ink, formatter: (ms: number) => format.milliseconds(ms) },
        splitLine: { lineStyle: { color: line } },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ stage }) => t(`operate.stage.${stage}`)),
        axisLabel: { color: ink },
        axisTick: { show: false },
        splitLine: { show: true, lineStyle: { color: line } },
      },
      series: SHARES.map((share, place) => ({
        type: 'scatter',
        name: t(`operate.quantile.${share}`),
        symbol: SHAPES[share],
        symbolSize: 13,
        // A logarithmic axis has no zero.
        data: rows.map((row) => [Math.max(1, row[share]), t(`operate.stage.${row.stage}`)]),
        itemStyle: { color: colours[place] },
        label: {
          show: place !== 1,
          position: place === 0 ? 'left' : 'right',
          color: ink,
          formatter: ({ value: [ms] }: { value: [number, string] }) => format.milliseconds(ms),
        },
        ...(place === 0 && {
          markLine: aimLine({ axis: 'xAxis', position: 'start', ink, t, format }),
        }),
      })),
    };
  }, [rows, dark, t, format]);
  const time = (share: (typeof SHARES)[number]) => ({
    title: t(`operate.quantile.${share}`),
    align: 'right' as const,
    render: (_: unknown, row: StageLatency) => format.milliseconds(row[share]),
  });
  return (
    <Chart<StageLatency>
      label={t('operate.latencyLabel')}
      hint={sentences(
        [
          t('operate.latencyHint'),
          missing.length === 0
            ? ''
            : t('operate.latencyMissing', {
                stages: missing.map((stage) => t(`operate.stage.${stage}`)).join(t('states.listGap')),
              }),
        ],
        t,
      )}
      option={option}
      height={280}
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
