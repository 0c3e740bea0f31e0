import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';

/** By sign and word: red and green say different things in different places. */
export function Change({ by }: { by: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = Math.abs(by);
  const key = by === 0 ? 'same' : by > 0 ? 'more' : 'fewer';
  return <span className="number">{t(`segments.changed.${key}`, { count, customers: format.number(count) })}</span>;
}
