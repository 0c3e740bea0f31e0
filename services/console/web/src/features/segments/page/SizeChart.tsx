// The size of a segment over time, with who entered and who left.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentDay } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Chart } from '../../../parts/Chart';
import { Empty } from '../../../parts/Empty';
import { Loaded } from '../../../parts/Loaded';
import { useAppearance } from '../../../theme/appearance';
import { useDays } from '../queries';
import { sizeOption } from './size-option';

export function SizeChart({ segment }: { segment: string }) {
  const { t } = useTranslation();
  return (
    <Loaded query={useDays(segment)} rows={8}>
      {(days) =>
        days.length > 1 || days.some(({ entered, left }) => entered + left > 0) ? (
          <Drawn days={days} />
        ) : (
          <Empty text={t('segments.daysEmpty')} />
        )
      }
    </Loaded>
  );
}

function Drawn({ days }: { days: readonly SegmentDay[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { dark } = useAppearance();
  const option = useMemo(() => sizeOption({ days, dark, t, format }), [days, dark, t, format]);
  return (
    <Chart<SegmentDay>
      label={t('segments.daysLabel')}
      hint={[t('segments.daysHint'), days.every(({ counted }) => counted) ? '' : t('segments.daysWorkedOut')]
        .filter(Boolean)
        .join(t('states.sentenceGap'))}
      option={option}
      height={280}
      rows={[...days].reverse()}
      rowKey={({ day }) => day}
      columns={[
        { title: t('segments.day'), render: (_, { day }) => format.date(day) },
        { title: t('segments.size'), align: 'right', render: (_, { size }) => format.number(size) },
        { title: t('segments.entered'), align: 'right', render: (_, { entered }) => format.number(entered) },
        { title: t('segments.left'), align: 'right', render: (_, { left }) => format.number(left) },
      ]}
    />
  );
}
