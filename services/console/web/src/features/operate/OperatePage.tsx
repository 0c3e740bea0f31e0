// Operate: is it healthy?
import { useTranslation } from 'react-i18next';
import { Card } from '../../parts/Card';
import { Below, Loaded } from '../../parts/Loaded';
import { Term } from '../../parts/Term';
import { useTitle } from '../../parts/title';
import { useHealth } from '../../queries/operations';
import { DeadLetters } from './refusals/DeadLetters';
import { HealthLine } from './HealthLine';
import { Instances } from './Instances';
import { JobTable } from './JobTable';
import { LagTable } from './LagTable';
import { LatencyChart } from './latency/LatencyChart';
import { LatencyTrend } from './latency/LatencyTrend';
import { Refused } from './refusals/Refused';

const EVERY_MS = 3_000;

export function OperatePage() {
  const { t } = useTranslation();
  useTitle(t('operate.title'));
  const health = useHealth(EVERY_MS);
  return (
    <div className="page">
      <h1>{t('operate.title')}</h1>
      <Loaded query={health} rows={12}>
        {(data) => (
          <>
            <HealthLine health={data} />
            <div className="row two">
              <Card title={t('operate.latency')}>
                <LatencyChart health={data} />
                <LatencyTrend />
              </Card>
              <Card title={t('operate.lag')}>
                <LagTable health={data} />
              </Card>
            </div>
          </>
        )}
      </Loaded>
      <Below query={health}>
        <div className="row two">
          <Card id="letters" title={<Term of="deadLetter">{t('operate.letters')}</Term>}>
            <DeadLetters />
          </Card>
          <Card id="refused" title={<Term of="refused">{t('operate.refused')}</Term>}>
            <Refused />
          </Card>
        </div>
        <Card title={t('operate.jobs')}>
          <JobTable />
        </Card>
        {health.data && (
          <Card title={t('operate.instances')}>
            <Instances health={health.data} />
          </Card>
        )}
      </Below>
    </div>
  );
}
