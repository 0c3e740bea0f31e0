// Addresses, consents and identities of a customer. The phone number is masked.
import { useQueryClient } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import { $api } from '../../../api/client';
import type { Customer } from '../../../api/types';
import { useFormat } from '../../../i18n/use-format';
import { Card } from '../../../parts/Card';
import { Fault } from '../../../parts/Fault';
import { Term } from '../../../parts/Term';
import { refresh } from '../../../queries/refresh';
import { addressInWords, masked } from '../../../words/masked';
import { channelInWords, purposeInWords } from '../../../words/names';
import { Claims } from './Claims';

export function ContactCard({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { email, phone } = customer.traits as { email?: unknown; phone?: unknown };
  return (
    <Card title={<Term of="consent">{t('customer.contact')}</Term>}>
      <ul className="feed">
        {typeof email === 'string' && <li>{email}</li>}
        {typeof phone === 'string' && <li className="number">{masked(phone)}</li>}
        <Bounced customer={customer} />
        <Consents customer={customer} />
        {customer.timeZone && (
          <li>
            <span className="muted">{t('customer.zone')}</span>{' '}
            <span title={customer.timeZone}>{format.zone(customer.timeZone)}</span>
          </li>
        )}
        <li>
          <span className="muted">{t('customer.identities')}</span>
          <span className="what mono" style={{ fontSize: 12 }}>
            {customer.identities.join(', ')}
          </span>
        </li>
        <Apart customer={customer} />
        <Claims customer={customer} />
      </ul>
    </Card>
  );
}

/** Addresses that bounced. An admin can take them back into use. */
function Bounced({ customer }: { customer: Customer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const restore = useRestore();
  return (
    <>
      {customer.bounced.map(({ address, reason, at }) => (
        <li key={address} data-testid="bounced">
          <span aria-hidden>⚠</span>
          <span className="what">
            {t('customer.bounced', { address: addressInWords(address), when: format.date(at), reason })}
            <br />
            <Tooltip title={t('customer.bouncedHint')}>
              <Button
                size="small"
                loading={restore.isPending && restore.variables.body.address === address}
                onClick={() => restore.mutate({ body: { customer: customer.customer, address } })}
              >
                {t('customer.bouncedBack')}
              </Button>
            </Tooltip>
            {restore.error && restore.variables.body.address === address && <Fault error={restore.error} />}
          </span>
        </li>
      ))}
    </>
  );
}

/** A restored address shows at the customer after this long, milliseconds. */
const RESTORED_MS = 1_000;

function useRestore() {
  const queries = useQueryClient();
  return $api.useMutation('post', '/api/mailboxes/restore', {
    onSuccess: async () => {
      await new Promise((resolve) => setTimeout(resolve, RESTORED_MS));
      await refresh(queries, '/api/customers/{reference}');
    },
  });
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

/**
 * Identities beyond the maximum of a customer: visitors that were removed, and known ones that
 * await review.
 */
function Apart({ customer: { apart } }: { customer: Customer }) {
  const { t } = useTranslation();
  return (
    <>
      {apart.left > 0 && <li className="muted">{t('customer.apartLeft', { count: apart.left })}</li>}
      {apart.review > 0 && <li className="muted">{t('customer.apartReview', { count: apart.review })}</li>}
    </>
  );
}
