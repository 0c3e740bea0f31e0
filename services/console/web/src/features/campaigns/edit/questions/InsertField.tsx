// Fields to insert: traits that customers have, and what every message may use.
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useTopTraits } from '../../../segments/queries';
import type { Draft } from '../../campaign';

export function InsertField({ insert, draft }: { insert: (field: string) => void; draft: Draft }) {
  const { t } = useTranslation();
  const traits = useTopTraits();
  const isLinked = draft.channel === 'email' && draft.class === 'marketing';
  const fields = [
    ...traits.map(({ name }) => `{{ customer.${name} }}`),
    ...(traits.length === 0 ? ['{{ customer.name }}'] : []),
    ...['{{ tiers.value }}', '{{ orders }}', '{{ money.net | money }}'],
    ...(draft.trigger.on === 'order' ? ['{{ order.id }}', '{{ order.amount | money }}'] : []),
    ...(isLinked ? ['<a href="{{ unsubscribe }}">Unsubscribe</a>'] : []),
  ];
  return (
    <div style={{ marginTop: 8 }}>
      <Select
        style={{ width: 220 }}
        showSearch
        aria-label={t('campaigns.insert')}
        placeholder={t('campaigns.insert')}
        // Always empty: it inserts, and keeps nothing.
        value={null}
        onChange={(field: string | null) => field !== null && insert(field)}
        options={fields.map((value) => ({ value }))}
      />{' '}
      <span className="muted small">{t('campaigns.insertHint')}</span>
    </div>
  );
}
