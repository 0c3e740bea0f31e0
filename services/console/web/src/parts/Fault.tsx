// An error: what happened, what to do, and a code to copy.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { ApiFault } from '../api/session';
import { Copied } from './Copied';
import { Stack } from './Stack';

const KNOWN = [
  'network',
  'service_down',
  'forbidden',
  'not_found',
  'customer_unknown',
  'page_outdated',
  'page_broken',
  'page_unknown',
] as const;

export function Fault({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const code = error instanceof ApiFault ? error.code : 'network';
  const known = KNOWN.find((each) => each === code) ?? 'other';
  return (
    <Alert
      type="error"
      showIcon
      title={t('states.faultTitle')}
      description={
        <Stack>
          {t(`states.${known}`)}
          <Stack row>
            {onRetry && <Button onClick={onRetry}>{t('states.retry')}</Button>}
            {code === 'page_unknown' && <Link to="/">{t('states.toHome')}</Link>}
            {code === 'service_down' && pathname !== '/operate' && (
              <Link to="/operate">{t('states.whichService')}</Link>
            )}
            <code>{code}</code>
            <Copied text={code} label={t('states.copy', { code })} />
          </Stack>
        </Stack>
      }
    />
  );
}
