// A new fixed list: its name, and who is on it.
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Card } from '../../../parts/Card';
import { Loaded } from '../../../parts/Loaded';
import { Stack } from '../../../parts/Stack';
import { useTitle } from '../../../parts/title';
import { BackLink } from '../../../parts/BackLink';
import { ListForm, Unknown } from './ListForm';
import { saveList, useSegments } from '../queries';
import { idFor } from '../segment-id';

interface Made {
  id: string;
  unknown: readonly string[];
}

export function NewListPage() {
  const { t } = useTranslation();
  const [live, drafts, archived] = [useSegments('live'), useSegments('draft'), useSegments('archived')];
  useTitle(t('segments.list.new'));
  return (
    <div className="page">
      <BackLink to="/segments">{t('segments.back')}</BackLink>
      <h1>{t('segments.list.new')}</h1>
      <Loaded query={live} rows={8}>
        {(all) => <Form taken={[...all, ...(drafts.data ?? []), ...(archived.data ?? [])].map(({ id }) => id)} />}
      </Loaded>
    </div>
  );
}

function Form({ taken }: { taken: readonly string[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  // Chosen once: a try that broke off goes on with the same list.
  const [id, setId] = useState<string | null>(null);
  const [made, setMade] = useState<Made | null>(null);
  if (made !== null)
    return (
      <Card title={t('segments.list.done', { name })}>
        <Unknown {...made} />
        <p>
          <Link to={`/segments/${made.id}`}>{t('segments.list.open')}</Link>
        </p>
      </Card>
    );
  const create = async () => {
    const chosen = id ?? idFor(name, taken);
    setId(chosen);
    await saveList(chosen, name.trim());
    return chosen;
  };
  return (
    <Card>
      <Stack gap={16}>
        <p className="muted">{t('segments.list.hint')}</p>
        <label>
          {t('segments.nameLabel')}
          <Input value={name} maxLength={200} onChange={({ target }) => setName(target.value)} />
        </label>
        <ListForm
          listId={create}
          isReady={name.trim() !== ''}
          submit={t('segments.list.create')}
          onDone={(list, unknown) => setMade({ id: list, unknown })}
        />
      </Stack>
    </Card>
  );
}
