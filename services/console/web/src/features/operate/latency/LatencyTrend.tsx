// Latency over time: whether the stages become slower.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { Chart } from '../../../parts/Chart';
import { useAppearance } from '../../../theme/appearance';
import { type Reading, STAGES } from './latency';
import { useLatencyHistory } from './latency-history';
import { trendOption } from './trend-option';

/** Renders nothing until a stage was measured. */
export function LatencyTrend() {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const readings = useLatencyHistory();
  const option = useMemo(() => trendOption({ readings, dark, t, format }), [readings, dark, t, format]);
  if (readings.every(({ p95 }) => Object.keys(p95).length === 0)) return null;
  return (
    <section>
      <h3 className="feed-title">{t('operate.trend')}</h3>
      <Chart<Reading>
        label={t('operate.trendLabel')}
        hint={t('operate.trendHint')}
        option={option}
        height={240}
        rows={readings}
        rowKey={({ at }) => String(at)}
        columns={[
          { title: t('operate.trendTime'), render: (_, { at }) => format.time(at) },
          ...STAGES.map((stage) => ({
            title: t(`operate.stage.${stage}`),
            align: 'right' as const,
            render: (_: unknown, { p95: { [stage]: ms } }: Reading) =>
              ms === undefined ? t('states.none') : format.milliseconds(ms),
          })),
        ]}
      />
    </section>
  );
}
