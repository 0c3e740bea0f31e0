// Home: what changed, what needs me?
import { Button, Card } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Feed } from './Feed';
import { useNews } from './live';
import { NeedsYou } from './NeedsYou';
import { SaleDrawer } from './SaleDrawer';
import { TierFlow } from './TierFlow';
import { Tiles } from './Tiles';
import { Week } from './Week';

export function HomePage() {
  const { t } = useTranslation();
  const news = useNews();
  const [selling, setSelling] = useState(false);
  return (
    <main className="page">
      <header style={{ display: 'flex', gap: 16, alignItems: 'flex-start', flexWrap: 'wrap' }}>
        <div style={{ flex: '1 1 320px' }}>
          <h1>{t('home.title')}</h1>
          <Week />
        </div>
        <Button type="primary" size="large" onClick={() => setSelling(true)}>
          {t('sale.open')}
        </Button>
      </header>
      <Tiles news={news} />
      <div className="row two">
        <div className="row" style={{ alignContent: 'start' }}>
          <Card title={t('home.flow')}>
            <TierFlow />
          </Card>
          <NeedsYou onSell={() => setSelling(true)} />
        </div>
        <Feed news={news} />
      </div>
      <SaleDrawer open={selling} onClose={() => setSelling(false)} />
    </main>
  );
}
