// Finds words of one language's catalogue in a page that is shown in the other.
import { en } from '../../services/console/web/src/i18n/en';
import { zh } from '../../services/console/web/src/i18n/zh';

type Catalogue = { readonly [key: string]: string | Catalogue };

const textsOf = (catalogue: Catalogue): string[] =>
  Object.values(catalogue).flatMap((entry) => (typeof entry === 'string' ? [entry] : textsOf(entry)));

/** Words of Latin letters, three or more; placeholders and paths are none. */
export function latinWords(text: string): string[] {
  const plain = text.replace(/\{\{.*?\}\}/g, ' ').replace(/\S+@\S+|\/\S+|\w+\/\w+/g, ' ');
  return (plain.match(/[A-Za-z]{3,}/g) ?? []).map((word) => word.toLowerCase());
}

const english = new Set(textsOf(en).flatMap(latinWords));
/** Chinese uses some as well: JSON, say. */
const borrowed = new Set(textsOf(zh).flatMap(latinWords));

/** English words of ours in a text that should be Chinese. */
export const englishLeft = (text: string): string[] =>
  latinWords(text).filter((word) => english.has(word) && !borrowed.has(word));
