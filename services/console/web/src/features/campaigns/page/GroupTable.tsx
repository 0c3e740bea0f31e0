// A table of figures beside each other for the treated and the control group.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Group = 'treated' | 'control';
const GROUPS: readonly Group[] = ['treated', 'control'];

export interface GroupRow {
  name: string;
  label: string;
  of: (group: Group) => ReactNode;
}

export function GroupTable({ rows, testId }: { rows: readonly GroupRow[]; testId: string }) {
  const { t } = useTranslation();
  return (
    <table className="groups" data-testid={testId}>
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
        {rows.map(({ name, label, of }) => (
          <tr key={name}>
            <th scope="row">{label}</th>
            {GROUPS.map((one) => (
              <td key={one}>{of(one)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
