// Starts i18next with the words of all features, and keeps the document's `lang` up to date.
import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Dictionary, joined } from './dictionary';
import { firstLanguage } from './language';

/** Resolves once the words of the page's language are there. */
export async function startLanguages(dictionaries: readonly Dictionary[]): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use(chineseOf(dictionaries))
    .init({
      resources: { en: { translation: joined(dictionaries.map(({ en }) => en)) } },
      partialBundledLanguages: true,
      load: 'currentOnly',
      lng: firstLanguage(),
      fallbackLng: 'en',
      // React escapes.
      interpolation: { escapeValue: false },
    });
  const markDocument = (language: string) => (document.documentElement.lang = language);
  markDocument(i18next.language);
  i18next.on('languageChanged', markDocument);
}

/** Fetches the Chinese words when that language is chosen. */
const chineseOf = (dictionaries: readonly Dictionary[]): BackendModule => ({
  type: 'backend',
  init: () => undefined,
  // i18next awaits what is returned only where two parameters are named.
  read: async (language, _namespace) =>
    language === 'zh-CN' ? joined(await Promise.all(dictionaries.map((words) => words['zh-CN']()))) : {},
});
