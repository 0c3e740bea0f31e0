// Both groups side by side.
import { useTranslation } from 'react-i18next';
import type { CampaignEffect } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Money } from '../../../parts/Money';
import { useCurrency } from '../../segments/queries';
import { GroupTable } from './GroupTable';

type Both = NonNullable<CampaignEffect['groups']>;
type Group = Both['treated'];

export function Groups({ groups }: { groups: Both }) {
  const { t } = useTranslation();
  const format = useFormat();
  const currency = useCurrency();
  const share = (part: number, { customers }: Group) =>
    customers === 0 ? t('states.none') : format.percent(part / customers);
  const rows: { label: string; of: (group: Group) => React.ReactNode }[] = [
    { label: t('campaigns.group.customers'), of: ({ customers }) => format.number(customers) },
    { label: t('campaigns.group.buyers'), of: (group) => share(group.buyers, group) },
    { label: t('campaigns.group.orders'), of: ({ orders }) => format.number(orders) },
    {
      label: t('campaigns.group.revenue'),
      of: ({ revenue, customers }) =>
        currency !== undefined && customers > 0 ? (
          <Money minor={revenue / customers} currency={currency} />
        ) : (
          t('states.none')
        ),
    },
    { label: t('campaigns.group.again'), of: (group) => share(group.again, group) },
  ];
  return (
    <GroupTable
      testId="groups"
      rows={rows.map(({ label, of }) => ({ name: label, label, of: (one) => of(groups[one]) }))}
    />
  );
}
