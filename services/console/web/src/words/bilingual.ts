// Names given in both languages, “Win back / 唤回”, of which a page shows its own. Pure.
import type { Language } from '../i18n/languages';

const HAN = /\p{Script=Han}/u;

/**
 * Returns the part in the language. A name without an English and a Chinese part is returned as it
 * is.
 */
export function nameIn(name: string, language: Language): string {
  const parts = name.split(' / ');
  const [first = '', second = ''] = parts;
  if (parts.length !== 2 || HAN.test(first) || !HAN.test(second)) return name;
  return language === 'zh-CN' ? second : first;
}

export const inLanguage = (names: Record<string, string>, language: Language): Record<string, string> =>
  Object.fromEntries(Object.entries(names).map(([id, name]) => [id, nameIn(name, language)]));
