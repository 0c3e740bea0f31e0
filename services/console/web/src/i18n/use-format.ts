// Numbers, money and times in the language of the page.
import { useMemo } from 'react';
import { type Format, formatIn } from '../words/format';
import { useLanguage } from './language';

export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => formatIn(language), [language]);
}
