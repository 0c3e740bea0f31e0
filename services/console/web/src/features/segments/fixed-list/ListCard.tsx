// More customers for a fixed list.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Segment } from '../../../api/types';
import { Card } from '../../../parts/Card';
import { ListForm, Unknown } from './ListForm';
import { useMay } from '../../may';

export function ListCard({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const [unknown, setUnknown] = useState<readonly string[] | null>(null);
  if (!useMay('segments:write')) return null;
  return (
    <Card title={t('segments.list.more')}>
      {unknown !== null && <Unknown id={segment.id} unknown={unknown} />}
      <ListForm
        listId={() => Promise.resolve(segment.id)}
        isReady
        submit={t('segments.list.add')}
        onDone={(_, left) => setUnknown(left)}
      />
    </Card>
  );
}
