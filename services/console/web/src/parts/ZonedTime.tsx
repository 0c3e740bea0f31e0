import { useTranslation } from 'react-i18next';
import { useFormat } from '../i18n/use-format';

interface ZonedProps {
  at: string | number;
  /** IANA id; null where it is not known. */
  zone: string | null;
}

/**
 * An instant in the time zone of the customer, with its name; in that of the browser where the zone
 * is not known.
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
