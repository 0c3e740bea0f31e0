// Finds words of one language's dictionaries in a page that is shown in the other.
import { allWordsIn, textsOf } from './dictionaries';

/** Words of Latin letters, three or more; placeholders and paths are none. */
export function latinWords(text: string): string[] {
  const plain = text.replace(/\{\{.*?\}\}/g, ' ').replace(/\S+@\S+|\/\S+|\w+\/\w+/g, ' ');
  return (plain.match(/[A-Za-z]{3,}/g) ?? []).map((word) => word.toLowerCase());
}

const latinIn = (language: 'en' | 'zh-CN') =>
  new Set(textsOf(allWordsIn(language)).flatMap(([, text]) => latinWords(text)));

const english = latinIn('en');
/** Chinese uses some as well: JSON, say. */
const borrowed = latinIn('zh-CN');

/** English words of ours in a text that should be Chinese. */
export const englishLeft = (text: string): string[] =>
  latinWords(text).filter((word) => english.has(word) && !borrowed.has(word));
