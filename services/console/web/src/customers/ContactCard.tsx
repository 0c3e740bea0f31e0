// How to reach her, what she allowed, and by which names she is known. The phone number is masked.
import { Card } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../api/client';
import { useFormat } from '../format';
import { Term } from '../parts/Term';
import { channelInWords, purposeInWords } from '../words/names';

export function ContactCard({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const { email, phone } = customer.traits as { email?: unknown; phone?: unknown };
  return (
    <Card title={<Term of="consent">{t('customer.contact')}</Term>}>
      <ul className="feed">
        {typeof email === 'string' && <li>{email}</li>}
        {typeof phone === 'string' && <li className="number">{masked(phone)}</li>}
        <Consents customer={customer} />
        {customer.timeZone && (
          <li>
            <span className="muted">{t('customer.zone')}</span> {customer.timeZone}
          </li>
        )}
        <li>
          <span className="muted">{t('customer.identities')}</span>
          <span className="what mono" style={{ fontSize: 12 }}>
            {customer.identities.join(', ')}
          </span>
        </li>
      </ul>
    </Card>
  );
}

function Consents({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const consents = Object.entries(customer.consents);
  if (consents.length === 0) return <li className="muted">{t('customer.consentNone')}</li>;
  return consents.map(([key, { granted, at }]) => {
    const [channel = '', purpose = ''] = key.split('/');
    const when = format.date(at);
    return (
      <li key={key}>
        <span aria-hidden>{granted ? '✓' : '✕'}</span>
        <span className="what">
          {channelInWords(channel, t)} · {purposeInWords(purpose, t)}
        </span>
        <span className="when">{t(granted ? 'customer.consentYes' : 'customer.consentNo', { when })}</span>
      </li>
    );
  });
}

/** 138****1234: the middle of the digits is hidden, in whatever way they are written. */
export function masked(phone: string): string {
  const digits = phone.replace(/\D/g, '').length;
  const [from, to] = [Math.max(0, digits - 8), digits - 4];
  let seen = -1;
  return phone.replace(/\d/g, (digit) => {
    seen += 1;
    return seen >= from && seen < to ? '*' : digit;
  });
}
