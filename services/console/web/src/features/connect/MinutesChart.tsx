// Events per minute by source, with the refused ones beside them.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source, SourceActivity } from '../../api/types';
import { useFormat } from '../../i18n/use-format';
import { Chart } from '../../parts/Chart';
import { Empty } from '../../parts/Empty';
import { useNow } from '../../queries/clock';
import { useAppearance } from '../../theme/appearance';
import { type Minute, minutesOf, minutesOption } from './minutes';

const EVERY_MS = 5_000;

export function MinutesChart({
  sources,
  activity,
}: {
  sources: readonly Source[];
  activity: readonly SourceActivity[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const now = useNow(EVERY_MS);
  const minutes = useMemo(() => {
    const nameOf = (id: string) => sources.find((one) => one.id === id)?.name ?? id;
    return minutesOf(activity, nameOf, t('connect.others'), now);
  }, [sources, activity, now, t]);
  const option = useMemo(() => minutesOption(minutes, { dark, t, format }), [minutes, dark, t, format]);
  if (minutes.sources.length === 0) return <Empty text={t('connect.chartEmpty')} />;
  return (
    <Chart<Minute>
      label={t('connect.chartLabel')}
      hint={t('connect.chartHint')}
      option={option}
      height={240}
      rows={[...minutes.rows].reverse()}
      rowKey={({ at }) => String(at)}
      columns={[
        { title: t('connect.minute'), render: (_, { at }) => format.minute(at) },
        ...minutes.sources.map((title, place) => ({
          ...{ title, align: 'right' as const },
          render: (_: unknown, { taken }: Minute) => format.number(taken[place] ?? 0),
        })),
        { title: t('connect.refused'), align: 'right', render: (_, { refused }) => format.number(refused) },
      ]}
    />
  );
}
