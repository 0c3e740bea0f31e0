import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';

interface ZonedProps {
  at: string | number;
  /** IANA id; null where it is not known. */
  zone: string | null;
}

/**
 * An instant on the customer's clock, with the zone; on the reader's where the customer's is not
 * known.
 */
export function ZonedTime({ at, zone }: ZonedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <time dateTime={new Date(at).toISOString()} title={format.exactly(at)}>
      {zone === null
        ? format.dateTime(at)
        : t('time.zoned', { when: format.dateTimeIn(at, zone), zone: format.zone(zone) })}
    </time>
  );
}
