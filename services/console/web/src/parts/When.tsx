import { Tooltip } from 'antd';
import { useStoreNow } from '../clock';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../format';

const JUST_NOW_MS = 5_000;

/** How long ago, or in how long, with the exact instant and its zone on hover. */
export function When({ at }: { at: string | number }) {
  const format = useFormat();
  const { t } = useTranslation();
  const now = useStoreNow(5_000);
  const isNow = Math.abs(new Date(at).getTime() - now) < JUST_NOW_MS;
  return (
    <Tooltip title={format.exactly(at)}>
      <time dateTime={new Date(at).toISOString()}>{isNow ? t('time.justNow') : format.relative(at, now)}</time>
    </Tooltip>
  );
}
