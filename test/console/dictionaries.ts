// All words of the console in both languages, collected from the `words.en.ts` and `words.zh.ts` of
// its folders.
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import i18next, { type TFunction } from 'i18next';
import { type Words, joined } from '../../services/console/web/src/i18n/dictionary';
import type { Language } from '../../services/console/web/src/i18n/languages';

export const WEB = join(__dirname, '../../services/console/web/src');

export const featureFolders = (): string[] =>
  readdirSync(join(WEB, 'features'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `features/${name}`);

const load = createRequire(__filename);

export interface FolderWords {
  folder: string;
  dictionary: Readonly<Record<Language, Words>>;
}

export const DICTIONARIES: readonly FolderWords[] = ['words', 'frame', ...featureFolders()]
  .filter((folder) => existsSync(join(WEB, folder, 'words.en.ts')))
  .map((folder) => {
    const { en } = load(join(WEB, folder, 'words.en.ts')) as { en: Words };
    const { zh } = load(join(WEB, folder, 'words.zh.ts')) as { zh: Words };
    return { folder, dictionary: { en, 'zh-CN': zh } };
  });

export const allWordsIn = (language: Language): Words =>
  joined(DICTIONARIES.map(({ dictionary }) => dictionary[language]));

/** Path and text of every entry. */
export const textsOf = (words: Words): [string, string][] =>
  Object.entries(words).flatMap(([key, entry]) =>
    typeof entry === 'string'
      ? [[key, entry] as [string, string]]
      : textsOf(entry).map(([path, text]): [string, string] => [`${key}.${path}`, text]),
  );

/** i18next with all words, in one language. */
export function translator(language: Language): TFunction {
  const words = i18next.createInstance();
  void words.init({
    lng: language,
    initAsync: false,
    resources: { [language]: { translation: allWordsIn(language) } },
    interpolation: { escapeValue: false },
  });
  return words.t;
}
