// Tiers and segments, each with its reasons and its end.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Customer, Standing } from '../../../api/types';
import { useLanguage } from '../../../i18n/language';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Empty } from '../../../parts/Empty';
import { Term } from '../../../parts/Term';
import { TierTag } from '../../../parts/TierTag';
import { useSegmentNames } from '../../../queries/names';
import { becauseInWords } from '../../../words/because';
import { tierInWords } from '../../../words/names';
import { AddToList } from './AddToList';
import { ByHand } from './ByHand';

/** Below this probability of being a customer, an RFM name that praises gets a remark. */
const UNLIKELY = 0.5;
const isPraise = (rfm: string) => ['Champions', 'Loyal', 'Potential Loyalists', 'New', 'Promising'].includes(rfm);

export function StandingCard({ customer, standing }: { customer: Customer; standing: Standing }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: names } = useSegmentNames();
  const pAlive = standing.prediction?.pAlive ?? 1;
  return (
    <>
      <Card title={t('customer.tiers')}>
        <ul className="feed">
          {standing.tiers.map(({ scheme, tier, until }) => (
            <li key={scheme} style={{ display: 'block' }}>
              <Head until={until}>
                {scheme === 'value' ? <TierTag tier={tier} /> : tierInWords(tier, t)}{' '}
                <span className="muted">
                  {scheme === 'value' || scheme === 'rfm' ? (
                    <Term of={scheme === 'rfm' ? 'rfm' : 'valueTier'}>{t(`schemes.${scheme}`)}</Term>
                  ) : (
                    scheme
                  )}
                </span>
              </Head>
              {scheme === 'rfm' && pAlive < UNLIKELY && isPraise(tier) && (
                <div className="muted small">{t('customer.rfmPast', { share: format.percent(pAlive) })}</div>
              )}
              {scheme === 'value' && <ByHand standing={standing} />}
              {scheme === 'value' && <Because because={standing.because} currency={customer.money.currency} />}
            </li>
          ))}
        </ul>
      </Card>
      <Card title={<Term of="segment">{t('customer.segments')}</Term>}>
        {standing.segments.length === 0 && <Empty text={t('customer.segmentsEmpty')} />}
        <ul className="feed">
          {standing.segments.map(({ id, name, until, because }) => (
            <li key={id} style={{ display: 'block' }}>
              <Head until={until}>
                <Link to={`/customers?segment=${id}`}>{names[id] ?? name}</Link>
              </Head>
              <Because because={because} currency={customer.money.currency} />
            </li>
          ))}
        </ul>
        <AddToList standing={standing} />
      </Card>
    </>
  );
}

function Head({ until, children }: { until: string | null; children: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div style={{ display: 'flex', gap: 8, justifyContent: 'space-between', flexWrap: 'wrap' }}>
      <span>{children}</span>
      <span className="muted" style={{ fontSize: 12 }} title={until ? format.exactly(until) : undefined}>
        {until ? t('time.until', { when: format.date(until) }) : t('time.untilOpen')}
      </span>
    </div>
  );
}

function Because({ because, currency }: { because: unknown; currency: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const { data: segments } = useSegmentNames();
  const reasons = becauseInWords(because, { t, language, format, currency, segments });
  if (reasons.length === 0) return null;
  return (
    <div className="muted" style={{ fontSize: 12 }}>
      {reasons.join(t('because.separator'))}
    </div>
  );
}
