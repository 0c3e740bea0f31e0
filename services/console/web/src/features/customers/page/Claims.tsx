// Traits and consents that public sources claim of a person whom a server source knows.
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { masked } from '../../../words/masked';
import { channelInWords, purposeInWords } from '../../../words/names';

const SHOWN = 10;

/** Nothing where there are no claims. */
export function Claims({ customer: { claims } }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (claims.length === 0) return null;
  return (
    <li>
      <span className="muted" title={t('customer.claimsHint')}>
        {t('customer.claims')}
      </span>
      <ul className="what">
        {claims.slice(0, SHOWN).map((claim) => (
          <li key={`${claim.source} ${claim.trait ?? claim.consent}`}>
            {t('customer.claimed', { what: claimedWhat(claim, t), source: claim.source, when: format.date(claim.at) })}
          </li>
        ))}
      </ul>
    </li>
  );
}

function claimedWhat({ trait, consent, value }: Customer['claims'][number], t: TFunction): string {
  if (trait) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${trait}: ${trait === 'phone' ? masked(text) : text}`.slice(0, 80);
  }
  const [channel = '', purpose = ''] = (consent ?? '').split('/');
  return t('customer.claimedConsent', { channel: channelInWords(channel, t), purpose: purposeInWords(purpose, t) });
}
