// Connect: does data arrive right?
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Source, SourceActivity } from '../../api/types';
import { Card } from '../../parts/Card';
import { Empty } from '../../parts/Empty';
import { Loaded } from '../../parts/Loaded';
import { Term } from '../../parts/Term';
import { useTitle } from '../../parts/title';
import { useMay } from '../may';
import { Refused } from '../operate/refusals/Refused';
import { MinutesChart } from './MinutesChart';
import { useActivity, useSources } from './queries';
import { SourceTable } from './SourceTable';

export function ConnectPage() {
  const { t } = useTranslation();
  useTitle(t('connect.title'));
  const [sources, activity] = [useSources(), useActivity()];
  const [mayAdd, mayMend] = [useMay('sources:write'), useMay('quarantine:read')];
  const add = mayAdd && (
    <Link to="/connect/new">
      <Button type="primary">{t('connect.add')}</Button>
    </Link>
  );
  return (
    <div className="page">
      <header className="home-head">
        <div style={{ flex: '1 1 320px' }}>
          <h1>{t('connect.title')}</h1>
          <div className="muted">{t('connect.lead')}</div>
        </div>
        {add}
      </header>
      <Loaded query={sources} rows={8}>
        {(all) => <Loaded query={activity}>{(counted) => <Arrivals sources={all} activity={counted} />}</Loaded>}
      </Loaded>
      {mayMend && (
        <Card id="refused" title={<Term of="refused">{t('connect.quarantine')}</Term>}>
          <Refused />
        </Card>
      )}
    </div>
  );
}

function Arrivals({ sources, activity }: { sources: readonly Source[]; activity: readonly SourceActivity[] }) {
  const { t } = useTranslation();
  const isSilent = activity.every(({ lastAt }) => lastAt === null);
  return (
    <>
      <Card title={t('connect.sources')} extra={<span className="muted small">{t('connect.ofDay')}</span>}>
        {isSilent && <Empty text={t('connect.empty')} />}
        <SourceTable sources={sources} activity={activity} />
      </Card>
      <Card title={t('connect.chart')}>
        <MinutesChart sources={sources} activity={activity} />
      </Card>
    </>
  );
}
