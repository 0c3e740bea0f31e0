// The language of the page: which it is, and how it is changed.
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Language } from './languages';

const STORAGE_KEY = 'segue.language';

const languageOf = (code: string): Language => (code === 'zh-CN' ? 'zh-CN' : 'en');

/** The language of the page; renders anew when it changes. */
export function useLanguage(): Language {
  return languageOf(useTranslation().i18n.language);
}

export function setLanguage(language: Language): void {
  localStorage.setItem(STORAGE_KEY, language);
  void i18next.changeLanguage(language);
}

/** The language chosen earlier, else that of the browser. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(STORAGE_KEY);
  if (kept === 'en' || kept === 'zh-CN') return kept;
  return navigator.languages.some((language) => language.startsWith('zh')) && !navigator.language.startsWith('en')
    ? 'zh-CN'
    : 'en';
}
