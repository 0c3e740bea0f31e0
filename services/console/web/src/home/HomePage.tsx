// Home: what changed, what needs me?
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DataDrawer } from './DataDrawer';
import { Feed } from './Feed';
import { useLive } from './live';
import { NeedsYou } from './NeedsYou';
import { SaleDrawer } from './SaleDrawer';
import { TierFlow } from './TierFlow';
import { useTierCounts } from './queries';
import { Tiles } from './Tiles';
import { Week } from './Week';

export function HomePage() {
  const { t } = useTranslation();
  const live = useLive();
  const counts = useTierCounts();
  const [open, setOpen] = useState<'sale' | 'data' | null>(() =>
    new URLSearchParams(location.search).has('data') ? 'data' : null,
  );
  // Without customers there is nobody to sell to: the way in comes first.
  const deserted = counts.data !== undefined && Object.values(counts.data.tiers).every((count) => count === 0);
  const close = () => setOpen(null);
  return (
    <div className="page">
      <header style={{ display: 'flex', gap: 16, alignItems: 'flex-start', flexWrap: 'wrap' }}>
        <div style={{ flex: '1 1 320px' }}>
          <h1>{t('home.title')}</h1>
          <Week />
        </div>
        <Button type="primary" size="large" onClick={() => setOpen(deserted ? 'data' : 'sale')}>
          {t(deserted ? 'data.open' : 'sale.open')}
        </Button>
      </header>
      <Tiles live={live} />
      <div className="row two">
        <div className="row" style={{ alignContent: 'start' }}>
          <Card title={t('home.flow')}>
            <TierFlow />
          </Card>
          <NeedsYou onSell={() => setOpen('sale')} onData={() => setOpen('data')} />
        </div>
        <Feed live={live} />
      </div>
      <SaleDrawer open={open === 'sale'} onClose={close} />
      <DataDrawer open={open === 'data'} onClose={close} />
    </div>
  );
}
