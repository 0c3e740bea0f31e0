// Names that people gave in both languages, “Win back / 唤回”: each page shows the one of its
// language. Pure.
import type { Language } from '../i18n/languages';

const HAN = /\p{Script=Han}/u;

/** A name whose two parts are not one English and one Chinese stays as it was given. */
export function nameIn(name: string, language: Language): string {
  const parts = name.split(' / ');
  const [first = '', second = ''] = parts;
  if (parts.length !== 2 || HAN.test(first) || !HAN.test(second)) return name;
  return language === 'zh-CN' ? second : first;
}

export const inLanguage = (names: Record<string, string>, language: Language): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([id, name]) => [id, nameIn(name, language)]));
