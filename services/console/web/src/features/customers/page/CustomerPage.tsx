// One customer: value and tiers, what comes next, the timeline, and the decisions of campaigns.
import { Suspense, lazy, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import type { Customer } from '../../../api/types';
import { BackLink } from '../../../parts/BackLink';
import { Card } from '../../../parts/Card';
import { useEver } from '../../../parts/ever';
import { Below, Loaded } from '../../../parts/Loaded';
import { Term } from '../../../parts/Term';
import { useTitle } from '../../../parts/title';
import { calledOf } from '../../../words/called';
import { tick } from '../../first-steps/steps';
import { ContactCard } from './ContactCard';
import { CustomerHeader } from './CustomerHeader';
import { DecisionList } from './DecisionList';
import { useCustomer, useStanding } from '../queries';
import { StandingCard } from './StandingCard';
import { TimelineList } from './TimelineList';
import { TierHistory } from './TierHistory';
import { ValueCurve } from '../curve/ValueCurve';

const Journeys = lazy(async () => ({ default: (await import('./Journeys')).Journeys }));
const WhyDrawer = lazy(async () => ({ default: (await import('../../why/WhyDrawer')).WhyDrawer }));

export function CustomerPage() {
  const { reference = '' } = useParams();
  const customer = useCustomer(reference);
  const { t } = useTranslation();
  useTitle(customer.data ? calledOf(customer.data, t) : reference);
  useEffect(() => tick('customer'), []);
  return (
    <div className="page">
      <BackLink to="/customers">{t('customer.back')}</BackLink>
      <Loaded query={customer} rows={12}>
        {(data) => <Sections customer={data} />}
      </Loaded>
    </div>
  );
}

function Sections({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const id = customer.customer;
  const standing = useStanding(id);
  const decision = params.get('decision');
  const wasAsked = useEver(decision !== null);
  return (
    <>
      <CustomerHeader customer={customer} standing={standing.data} />
      <Below query={standing}>
        <div className="row two">
          <div className="row" style={{ alignContent: 'start' }}>
            {standing.data?.prediction !== null && (
              <Card title={t('customer.curve')}>
                <ValueCurve customer={customer} standing={standing.data ?? null} />
              </Card>
            )}
            <Card title={<Term of="timeline">{t('customer.timeline')}</Term>}>
              <TimelineList customer={customer} />
            </Card>
          </div>
          <div className="row" style={{ alignContent: 'start' }}>
            <Loaded query={standing} rows={13}>
              {(data) => data && <StandingCard customer={customer} standing={data} />}
            </Loaded>
            <Card title={t('customer.history')}>
              <TierHistory customer={customer} />
            </Card>
            <Card title={<Term of="why">{t('customer.why')}</Term>}>
              <DecisionList customer={customer} />
            </Card>
            <Suspense fallback={null}>
              <Journeys customer={customer} />
            </Suspense>
            <ContactCard customer={customer} />
          </div>
        </div>
      </Below>
      <Suspense fallback={null}>
        {wasAsked && <WhyDrawer id={decision} customer={customer} onClose={() => setParams({})} />}
      </Suspense>
    </>
  );
}
