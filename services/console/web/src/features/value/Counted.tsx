// Whether counts are exact or an estimate, and as of when.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import type { Looked } from './measure';

export function Counted({ of, at }: { of: Looked; at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const when = format.dateTime(at);
  const numbers = { looked: format.number(of.looked), population: format.number(of.population) };
  return <>{of.exact ? t('value.asOf', { when }) : t('value.about', { ...numbers, when })}</>;
}
