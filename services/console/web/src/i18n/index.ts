// Two languages; the first visit takes the browser's, later ones what was chosen.
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { en } from './en';
import type { Language } from './languages';
import { zh } from './zh';

export { LANGUAGES, LANGUAGE_NAMES, type Language } from './languages';

const KEPT = 'segue.language';

export const languageNow = (): Language => (i18next.language === 'zh-CN' ? 'zh-CN' : 'en');

/** The page's, as it changes. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'zh-CN' ? 'zh-CN' : 'en';
}

export function setLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  void i18next.changeLanguage(language);
}

function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (kept === 'en' || kept === 'zh-CN') return kept;
  return navigator.languages.some((language) => language.startsWith('zh')) && !navigator.language.startsWith('en')
    ? 'zh-CN'
    : 'en';
}

void i18next.use(initReactI18next).init({
  resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
  lng: firstLanguage(),
  fallbackLng: 'en',
  // React escapes.
  interpolation: { escapeValue: false },
});

const announce = (language: string) => (document.documentElement.lang = language);
announce(i18next.language);
i18next.on('languageChanged', announce);
