// One source: what it sends now and what became of it, how it is set up, its keys.
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { Source } from '../../api/types';
import { Card } from '../../parts/Card';
import { LateSkeleton, Loaded } from '../../parts/Loaded';
import { useTitle } from '../../parts/title';
import { useMay } from '../may';
import { Back } from './Back';
import { Events } from './Events';
import { Keys } from './Keys';
import { isSigned, kindOf } from './kinds';
import { useSource } from './queries';
import { Setup } from './Setup';
import { State } from './SourceTable';

const SourceSettings = lazy(async () => ({ default: (await import('./SourceSettings')).SourceSettings }));

export function SourcePage() {
  const { id = '' } = useParams();
  return (
    <div className="page">
      <Back />
      <Loaded query={useSource(id)} rows={12}>
        {(source) => <Shown key={source.id} source={source} />}
      </Loaded>
    </div>
  );
}

function Shown({ source }: { source: Source }) {
  const { t } = useTranslation();
  useTitle(source.name);
  const mayChange = useMay('sources:write');
  const [made, setMade] = useState<{ writeKey?: string | null; signingKey?: string | null }>({});
  return (
    <>
      <h1>
        {source.name} <small className="muted">{t(`connect.kinds.${kindOf(source)}`)}</small> <State source={source} />
      </h1>
      <Card title={t('connect.events')} extra={<span className="muted small">{t('connect.eventsHint')}</span>}>
        <Events source={source.id} />
      </Card>
      {mayChange && (
        <div className="row two">
          <Card title={t('connect.steps')}>
            <Setup source={source} {...made} />
          </Card>
          <div className="stack" style={{ gap: 16 }}>
            <Card title={t(isSigned(source) ? 'connect.secrets' : 'connect.keys')}>
              <Keys source={source} onMade={setMade} />
            </Card>
            <Card title={t('connect.settings')}>
              <Suspense fallback={<LateSkeleton rows={4} />}>
                <SourceSettings key={JSON.stringify(source)} source={source} />
              </Suspense>
            </Card>
          </div>
        </div>
      )}
    </>
  );
}
