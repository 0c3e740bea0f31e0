// Starts i18next with the words of all features, and keeps the document's `lang` up to date.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Dictionary, wordsIn } from './dictionary';
import { firstLanguage } from './language';

export function startLanguages(dictionaries: readonly Dictionary[]): void {
  const translation = (language: keyof Dictionary) => ({ translation: wordsIn(language, dictionaries) });
  void i18next.use(initReactI18next).init({
    resources: { en: translation('en'), 'zh-CN': translation('zh-CN') },
    lng: firstLanguage(),
    fallbackLng: 'en',
    // React escapes.
    interpolation: { escapeValue: false },
  });
  const markDocument = (language: string) => (document.documentElement.lang = language);
  markDocument(i18next.language);
  i18next.on('languageChanged', markDocument);
}
