// Home: what changed, what needs me?
import { Button } from 'antd';
import { Suspense, lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../parts/Card';
import { useEver } from '../../parts/ever';
import { useTitle } from '../../parts/title';
import { useDemo } from '../../queries/demo';
import { useTierCounts } from '../../queries/tiers';
import { Coming } from './Coming';
import { Feed } from './feed/Feed';
import { useLive } from './feed/live';
import { Choices, MoneyCard } from './money/MoneyCard';
import { NeedsYou } from './NeedsYou';
import { useShown } from './shown';
import { TierFlow } from './tier-flow/TierFlow';
import { Tiles } from './Tiles';
import { Week } from './Week';

const DataDrawer = lazy(async () => ({ default: (await import('../own-data/DataDrawer')).DataDrawer }));
const SaleDrawer = lazy(async () => ({ default: (await import('../sale/SaleDrawer')).SaleDrawer }));

export function HomePage() {
  const { t } = useTranslation();
  useTitle(t('home.page'));
  const { days } = useShown();
  const live = useLive();
  const counts = useTierCounts();
  const { data: demo } = useDemo();
  const [open, setOpen] = useState<'sale' | 'data' | null>(() =>
    new URLSearchParams(location.search).has('data') ? 'data' : null,
  );
  // Without customers no sale can be rung up; the button leads to the import instead.
  const deserted = counts.data !== undefined && Object.values(counts.data.tiers).every((count) => count === 0);
  const close = () => setOpen(null);
  const [wasSold, wasData] = [useEver(open === 'sale'), useEver(open === 'data')];
  const isLoading = demo?.stage === 'setting up' || demo?.stage === 'loading history';
  // Simulated sales are for the demo store only.
  const sells = demo?.canLeave === true && !deserted;
  return (
    <div className="page">
      <header className="home-head">
        <div style={{ flex: '1 1 320px' }}>
          <h1>{t(`home.titles.${days}`)}</h1>
          {!isLoading && <Week />}
        </div>
        {demo !== undefined && !isLoading && (sells || deserted) && (
          <Button type="primary" size="large" onClick={() => setOpen(sells ? 'sale' : 'data')}>
            {t(sells ? 'sale.open' : 'data.open')}
          </Button>
        )}
      </header>
      <Coming demo={demo} />
      {!isLoading && <Choices />}
      {!isLoading && <Tiles live={live} />}
      <div className="row two">
        <div className="row" style={{ alignContent: 'start' }}>
          {!isLoading && <MoneyCard />}
          {!isLoading && (
            <Card title={t('home.flow')}>
              <TierFlow />
            </Card>
          )}
          <NeedsYou sells={sells} onSell={() => setOpen('sale')} onData={() => setOpen('data')} />
        </div>
        <Feed live={live} />
      </div>
      <Suspense fallback={null}>
        {wasSold && <SaleDrawer open={open === 'sale'} onClose={close} />}
        {wasData && <DataDrawer open={open === 'data'} onClose={close} />}
      </Suspense>
    </div>
  );
}
