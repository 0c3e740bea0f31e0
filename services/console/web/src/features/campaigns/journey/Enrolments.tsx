// How the enrolments of both groups ended.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import { ENDS, type JourneyCounts, underWay } from './journey';

const GROUPS = ['treated', 'control'] as const;
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
  const shown = rows.filter(({ name, of }) => always.includes(name) || GROUPS.some((one) => of(enrolments[one]) > 0));
  return (
    <table className="groups" data-testid="enrolments">
      <thead>
        <tr>
          <th scope="col">{t('campaigns.group.title')}</th>
          {GROUPS.map((one) => (
            <th key={one} scope="col">
              {t(`campaigns.group.${one}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map(({ name, label, of }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            {GROUPS.map((one) => (
              <td key={one}>{format.number(of(enrolments[one]))}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
