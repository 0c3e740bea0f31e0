// Operate: is it healthy?
import type { UseQueryResult } from '@tanstack/react-query';
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Health } from '../api/operations';
import { useHealth } from '../home/queries';
import { Loaded } from '../parts/Loaded';
import { Term } from '../parts/Term';
import { DeadLetters } from './DeadLetters';
import { HealthLine } from './HealthLine';
import { Instances } from './Instances';
import { JobTable } from './JobTable';
import { LagTable } from './LagTable';
import { LatencyChart } from './LatencyChart';

const EVERY_MS = 3_000;

export function OperatePage() {
  const { t } = useTranslation();
  const health = useHealth(EVERY_MS) as UseQueryResult<Health>;
  return (
    <div className="page">
      <h1>{t('pages.operate')}</h1>
      <Loaded query={health} rows={12}>
        {(data) => (
          <>
            <HealthLine health={data} />
            <div className="row two">
              <Card title={t('operate.latency')}>
                <LatencyChart health={data} />
              </Card>
              <Card title={t('operate.lag')}>
                <LagTable health={data} />
              </Card>
            </div>
          </>
        )}
      </Loaded>
      <Card title={<Term of="deadLetter">{t('operate.letters')}</Term>}>
        <DeadLetters />
      </Card>
      <div className={health.data ? 'row two' : 'row'}>
        {health.data && (
          <Card title={t('operate.instances')}>
            <Instances health={health.data} />
          </Card>
        )}
        <Card title={t('operate.jobs')}>
          <JobTable />
        </Card>
      </div>
    </div>
  );
}
