// Customers: who is this, what comes next? Search has the focus; filters and search are in the
// address, so that they can be shared.
import { CloseCircleFilled, CloseOutlined, SearchOutlined } from '@ant-design/icons';
import { Button, Input, Segmented, Tag } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearchParams } from 'react-router';
import { Card } from '../../../parts/Card';
import { useTitle } from '../../../parts/title';
import { useSettled } from '../../../queries/customers';
import { useSegmentNames } from '../../../queries/names';
import { TIERS, isTier } from '../../../theme/tiers';
import { CustomerTable } from './CustomerTable';
import { withParameters } from './parameters';

export function CustomersPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const tier = params.get('tier');
  const segment = params.get('segment');
  const order = params.get('order') === 'next' ? 'next' : 'tier';
  useTitle(t('customers.title'));
  const [text, setText] = useState(params.get('query') ?? '');
  const query = useSettled(text.trim());
  const shared = params.get('query') ?? '';
  const { pathname } = useLocation();
  useEffect(() => {
    // A click may have opened another page before typing paused; the address of that page stays.
    if (query === shared || window.location.pathname !== pathname) return;
    setParams((now) => withParameters(now, { query }), { replace: true });
  }, [query, shared, pathname, setParams]);
  return (
    <div className="page">
      <header>
        <h1>{t('customers.title')}</h1>
        <div className="muted">{t('customers.question')}</div>
      </header>
      <Card>
        <div style={{ display: 'flex', gap: 16, flexWrap: 'wrap', marginBottom: 16 }}>
          <Input
            autoFocus
            allowClear={{ clearIcon: <CloseCircleFilled aria-label={t('customers.clear')} /> }}
            size="large"
            value={text}
            onChange={({ target }) => setText(target.value)}
            prefix={<SearchOutlined aria-hidden />}
            placeholder={t('customers.placeholder')}
            aria-label={t('customers.placeholder')}
            style={{ flex: '1 1 280px' }}
          />
          <Segmented
            className="scroll-x"
            size="large"
            value={isTier(tier) ? tier : ''}
            onChange={(value) => setParams((now) => withParameters(now, { tier: value }))}
            options={[
              { value: '', label: t('customers.all') },
              ...TIERS.map((one) => ({ value: one as string, label: t(`tiers.${one}`) })),
            ]}
          />
        </div>
        {tier !== null && !isTier(tier) && <div className="muted">{t('customers.noSuchTier', { tier })}</div>}
        {segment !== null && (
          <SegmentFilter id={segment} onClear={() => setParams((now) => withParameters(now, { segment: '' }))} />
        )}
        <CustomerTable
          filter={{ query, tier: isTier(tier) ? tier : null, segment, order }}
          onClear={() => {
            setText('');
            setParams((now) => withParameters(now, { query: '', ...(query === '' && { tier: '', segment: '' }) }));
          }}
          onOrder={(by) => setParams((now) => withParameters(now, { order: by === 'tier' ? '' : by }))}
        />
      </Card>
    </div>
  );
}

function SegmentFilter({ id, onClear }: { id: string; onClear: () => void }) {
  const { t } = useTranslation();
  const { data: names, isKnown } = useSegmentNames();
  return (
    <div style={{ marginBottom: 16 }}>
      <Tag>{names[id] ?? (isKnown ? t('customers.noSuchSegment', { id }) : id)}</Tag>
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined aria-hidden />}
        aria-label={t('customers.clearSegment')}
        onClick={onClear}
      />
    </div>
  );
}
