// Numbers, money and times in the language of the page.
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Format, formatIn } from './format';
import { languageNow } from './i18n';

export function useFormat(): Format {
  const { i18n } = useTranslation();
  return useMemo(() => formatIn(i18n.language === 'zh-CN' ? 'zh-CN' : languageNow()), [i18n.language]);
}
