// Puts the customer on a fixed list.
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { $api, api } from '../../../api/client';
import type { Standing } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { Fault } from '../../../parts/Fault';
import { nameIn } from '../../../words/bilingual';
import { useMay } from '../../may';

export function AddToList({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const mayWrite = useMay('segments:write');
  const { data: segments = [] } = $api.useQuery('get', '/api/segments', {}, { staleTime: 60_000 });
  const held = new Set(standing.segments.map(({ id }) => id));
  const lists = segments.filter(({ isList, id }) => isList && !held.has(id));
  if (!mayWrite || lists.length === 0) return null;
  const add = async (id: string) => {
    setError(null);
    try {
      const body = { by: 'customer' as const, values: [standing.customer] };
      await api.POST('/api/segments/{id}/list', { params: { path: { id } }, body });
      await client.invalidateQueries();
    } catch (refused) {
      setError(refused);
    }
  };
  return (
    <>
      {error !== null && <Fault error={error} />}
      <label className="list-choice">
        {t('customer.addToList')}
        {/* Plain markup, since the select of antd is heavier than this page may be. */}
        <select value="" onChange={({ target }) => void add(target.value)}>
          <option value="" disabled>
            {t('customer.chooseList')}
          </option>
          {lists.map(({ id, name }) => (
            <option key={id} value={id}>
              {nameIn(name, language)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
