import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Curve, Customer, Standing } from '../api/client';
import { useStoreNow } from '../clock';
import { useFormat } from '../format';
import { Money } from '../parts/Money';
import { Term } from '../parts/Term';
import { TierTag } from '../parts/TierTag';
import { tierInWords } from '../words/names';
import { nextCrossing } from './next-change';

interface HeaderProps {
  customer: Customer;
  standing: Standing | null | undefined;
  curve: Curve | undefined;
}

export function CustomerHeader({ customer, standing, curve }: HeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useStoreNow(10_000);
  const tier = standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;
  return (
    <Card>
      <div style={{ display: 'flex', gap: 16, alignItems: 'center', flexWrap: 'wrap' }}>
        <h1>{customer.name ?? t('customers.unnamed')}</h1>
        {tier && <TierTag tier={tier} />}
        <span className="muted" style={{ marginInlineStart: 'auto' }} title={format.exactly(customer.lastSeen)}>
          {t('customer.seen', {
            when: format.relative(customer.lastSeen, Math.max(now, Date.parse(customer.lastSeen))),
          })}
        </span>
      </div>
      {standing === null && <p className="muted">{t('customer.noStanding')}</p>}
      {standing && (
        <>
          <p style={{ fontSize: 16, lineHeight: '24px', margin: '8px 0 16px' }}>
            <NextChange standing={standing} curve={curve} />
          </p>
          <Facts customer={customer} standing={standing} />
        </>
      )}
    </Card>
  );
}

function NextChange({ standing, curve }: { standing: Standing; curve: Curve | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useStoreNow(10_000);
  const tier = standing.tiers.find(({ scheme }) => scheme === 'value');
  const crossing = nextCrossing(standing, curve);
  const segment = standing.nextChange !== null && standing.nextChange !== tier?.until ? standing.nextChange : null;
  return (
    <>
      {tierSentence()} {segment && t('customer.nextSegment', { when: format.relative(segment, now) })}
    </>
  );

  /** Beyond the curve nobody has asked yet what comes then. */
  function tierSentence(): string {
    if (crossing) {
      const [from, to] = [tierInWords(crossing.from, t), tierInWords(crossing.to, t)];
      return t('customer.nextTier', { from, to, when: format.relative(crossing.at, now) });
    }
    return tier?.until
      ? t('customer.nextTierFar', { from: tierInWords(tier.tier, t), when: format.date(tier.until) })
      : t('customer.nextStays');
  }
}

function Facts({ customer, standing }: { customer: Customer; standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { currency } = customer.money;
  return (
    <dl className="facts" style={{ margin: 0 }}>
      <div>
        <dt>
          <Term of="expected">{t('customer.expected')}</Term>
        </dt>
        <dd>
          <Money minor={standing.expectedRevenue} currency={currency} />
          <small>{t('customer.expectedHint')}</small>
        </dd>
      </div>
      <div>
        <dt>
          <Term of="alive">{t('customer.alive')}</Term>
        </dt>
        <dd>
          {format.percent(standing.pAlive)}
          <small>{t('customer.aliveHint')}</small>
        </dd>
      </div>
      <div>
        <dt>{t('customer.net')}</dt>
        <dd>
          <Money minor={standing.netMargin} currency={currency} />
          <small>{t('customer.netHint')}</small>
        </dd>
      </div>
      <div>
        <dt>{t('customer.spent')}</dt>
        <dd>
          <Money minor={customer.money.net} currency={currency} />
          <small>{t('customer.spentHint', { count: customer.orders })}</small>
        </dd>
      </div>
    </dl>
  );
}
