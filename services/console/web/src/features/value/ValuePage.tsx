// Value tiers: who is worth what, who would move under other cut-offs, and who moves by itself. The
// models behind the expected values are a tab of their own.
import { Segmented } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { Card } from '../../parts/Card';
import { useEver } from '../../parts/ever';
import { Below } from '../../parts/Loaded';
import { Term } from '../../parts/Term';
import { useTitle } from '../../parts/title';
import { StandardNote } from '../customers/page/StandardNote';
import { useMay } from '../may';
import { Coming } from './Coming';
import { MoneyByTier } from './MoneyByTier';
import { Moved } from './Moved';
import { type People, useCensus } from './queries';
import { RfmNames } from './RfmNames';
import { Scheme } from './Scheme';
import { Spread } from './Spread';
import './value.css';

const ModelsTab = lazy(async () => ({ default: (await import('./models/ModelsTab')).ModelsTab }));
const PeopleDrawer = lazy(async () => ({ default: (await import('./PeopleDrawer')).PeopleDrawer }));

export function ValuePage() {
  const { t } = useTranslation();
  useTitle(t('value.title'));
  const [params, setParams] = useSearchParams();
  const mayRead = useMay('settings:read');
  const tab = mayRead && params.get('tab') === 'models' ? 'models' : 'tiers';
  return (
    <div className="page">
      <header>
        <h1>{t('value.title')}</h1>
        <div className="muted">{t('value.question')}</div>
      </header>
      {mayRead && (
        <Segmented
          style={{ justifySelf: 'start' }}
          value={tab}
          onChange={(next) => setParams(next === 'tiers' ? {} : { tab: next })}
          options={[
            { value: 'tiers', label: t('models.tiersTab') },
            { value: 'models', label: t('models.tab') },
          ]}
        />
      )}
      {tab === 'models' ? (
        <Suspense fallback={null}>
          <ModelsTab />
        </Suspense>
      ) : (
        <Tiers />
      )}
    </div>
  );
}

function Tiers() {
  const { t } = useTranslation();
  const [people, setPeople] = useState<People | null>(null);
  const wasOpened = useEver(people !== null);
  const census = useCensus();
  return (
    <>
      <Card title={t('value.money')}>
        <MoneyByTier />
        <Below query={census}>
          <Scheme />
          <StandardNote />
        </Below>
      </Card>
      <Below query={census}>
        <Card title={t('value.spread')}>
          <Spread onPeople={setPeople} />
        </Card>
        <div className="row two">
          <Coming onPeople={setPeople} />
          <Card title={t('value.flow')}>
            <Moved onPeople={setPeople} />
          </Card>
        </div>
        <Card title={<Term of="rfm">{t('value.rfm')}</Term>}>
          <RfmNames onPeople={setPeople} />
        </Card>
      </Below>
      <Suspense fallback={null}>
        {wasOpened && <PeopleDrawer people={people} onClose={() => setPeople(null)} />}
      </Suspense>
    </>
  );
}
