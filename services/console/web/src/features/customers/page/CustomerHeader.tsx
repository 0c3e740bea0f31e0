import { useTranslation } from 'react-i18next';
import type { Customer, Standing } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { LateSkeleton } from '../../../parts/Loaded';
import { Money } from '../../../parts/Money';
import { Term } from '../../../parts/Term';
import { TierTag } from '../../../parts/TierTag';
import { useStoreNow } from '../../../queries/clock';
import { useCampaignNames, useCampaigns, useSegmentNames } from '../../../queries/names';
import { calledOf } from '../../../words/called';
import { changeInWords, changesToShow } from '../../../words/changes';
import { sentences } from '../../../words/sentences';
import { Missing } from './Missing';
import { StandardNote } from './StandardNote';

interface HeaderProps {
  customer: Customer;
  standing: Standing | null | undefined;
}

export function CustomerHeader({ customer, standing }: HeaderProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useStoreNow(10_000);
  const tier = standing?.tiers.find(({ scheme }) => scheme === 'value')?.tier;
  return (
    <Card>
      <div style={{ display: 'flex', gap: 16, alignItems: 'center', flexWrap: 'wrap' }}>
        <h1>{calledOf(customer, t)}</h1>
        {tier && <TierTag tier={tier} />}
        {standing?.byHand && <span className="muted">{t('customer.byHand.mark')}</span>}
        <span className="muted" style={{ marginInlineStart: 'auto' }} title={format.exactly(customer.lastSeen)}>
          {t('customer.seen', {
            when: format.relative(customer.lastSeen, Math.max(now, Date.parse(customer.lastSeen))),
          })}
        </span>
      </div>
      {standing === undefined && <LateSkeleton rows={4} />}
      {standing === null && <p className="muted">{t('customer.noStanding')}</p>}
      {standing && (
        <>
          <p style={{ fontSize: 16, lineHeight: '24px', margin: '8px 0 16px' }}>
            <NextChange standing={standing} />
            <Missing standing={standing} currency={customer.money.currency} />
          </p>
          <Facts customer={customer} standing={standing} />
          <StandardNote />
        </>
      )}
    </Card>
  );
}

/** The changes that come if nothing happens, one sentence each. */
function NextChange({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useStoreNow(10_000);
  const { data: segments } = useSegmentNames();
  const { data: campaigns = [] } = useCampaigns();
  const { data: names } = useCampaignNames();
  const called = campaigns.map((campaign) => ({ ...campaign, name: names[campaign.id] ?? campaign.name }));
  const changes = changesToShow(standing.changes);
  if (changes.length === 0) return <>{t('customer.nextStays')}</>;
  const said = changes.map((change) => changeInWords(change, { t, format, now, segments, campaigns: called }));
  return <>{sentences([t('customer.nextIf'), ...said], t)}</>;
}

function Facts({ customer, standing }: { customer: Customer; standing: Standing }) {
  const { t } = useTranslation();
  const { currency } = customer.money;
  return (
    <dl className="facts" style={{ margin: 0 }}>
      {standing.prediction === null ? (
        <Bought standing={standing} />
      ) : (
        <Predicted prediction={standing.prediction} currency={currency} />
      )}
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
          {customer.money.unvalued && <small>{t('customer.unvalued', { count: customer.money.unvalued })}</small>}
        </dd>
      </div>
    </dl>
  );
}

function Predicted({ prediction, currency }: { prediction: NonNullable<Standing['prediction']>; currency: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div>
        <dt>
          <Term of="expected">{t('customer.expected')}</Term>
        </dt>
        <dd>
          <Money minor={prediction.expectedRevenue} currency={currency} />
          <small>{t('customer.expectedHint')}</small>
        </dd>
      </div>
      <div>
        <dt>
          <Term of="alive">{t('customer.alive')}</Term>
        </dt>
        <dd>
          {format.percent(prediction.pAlive)}
          <small>{t('customer.aliveHint')}</small>
        </dd>
      </div>
    </>
  );
}

/** Recency and frequency, where nothing is predicted. */
function Bought({ standing: { lastOrderDay, orders } }: { standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <div>
        <dt>{t('customer.lastOrder')}</dt>
        <dd>{lastOrderDay === null ? t('states.none') : format.date(lastOrderDay)}</dd>
      </div>
      <div>
        <dt>{t('customer.frequency')}</dt>
        <dd>
          {format.number(orders)}
          <small>{t('customer.frequencyHint')}</small>
        </dd>
      </div>
    </>
  );
}
