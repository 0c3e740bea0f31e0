// How the enrolments of both groups ended.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { GroupTable } from '../page/GroupTable';
import { ENDS, type JourneyCounts, underWay } from './journey';

type Ends = JourneyCounts['enrolments']['treated'];

export function Enrolments({ enrolments }: Pick<JourneyCounts, 'enrolments'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows: { name: string; label: string; of: (ends: Ends) => number }[] = [
    { name: 'begun', label: t('journeys.begun'), of: ({ begun = 0 }) => begun },
    { name: 'under-way', label: t('journeys.underWay'), of: underWay },
    ...ENDS.map((end) => ({ name: end, label: t(`journeys.end.${end}`), of: (ends: Ends) => ends[end] ?? 0 })),
  ];
  const always = ['begun', 'under-way', 'met'];
  const shown = rows.filter(
    ({ name, of }) => always.includes(name) || Object.values(enrolments).some((ends) => of(ends) > 0),
  );
  return (
    <GroupTable
      testId="enrolments"
      rows={shown.map(({ of, ...row }) => ({ ...row, of: (one) => format.number(of(enrolments[one])) }))}
    />
  );
}
