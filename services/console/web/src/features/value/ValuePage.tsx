// Value tiers: who is worth what, who would move under other cut-offs, and who moves by itself.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../parts/Card';
import { Term } from '../../parts/Term';
import { useTitle } from '../../parts/title';
import { StandardNote } from '../customers/StandardNote';
import { Coming } from './Coming';
import { MoneyByTier } from './MoneyByTier';
import { Moved } from './Moved';
import { PeopleDrawer } from './PeopleDrawer';
import type { People } from './queries';
import { RfmNames } from './RfmNames';
import { Scheme } from './Scheme';
import { Spread } from './Spread';
import './value.css';

export function ValuePage() {
  const { t } = useTranslation();
  useTitle(t('value.title'));
  const [people, setPeople] = useState<People | null>(null);
  return (
    <div className="page">
      <header>
        <h1>{t('value.title')}</h1>
        <div className="muted">{t('value.question')}</div>
      </header>
      <Card title={t('value.money')}>
        <MoneyByTier />
        <Scheme />
        <StandardNote />
      </Card>
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
      <PeopleDrawer people={people} onClose={() => setPeople(null)} />
    </div>
  );
}
