// Finds words of one language's dictionaries in a page that is shown in the other.
import { allWordsIn, textsOf } from './dictionaries';

/** Returns the words of three or more Latin letters, without placeholders and paths. */
export function latinWords(text: string): string[] {
  const plain = text.replace(/\{\{.*?\}\}/g, ' ').replace(/\S+@\S+|\/\S+|\w+\/\w+/g, ' ');
  return (plain.match(/[A-Za-z]{3,}/g) ?? []).map((word) => word.toLowerCase());
}

const latinIn = (language: 'en' | 'zh-CN') =>
  new Set(textsOf(allWordsIn(language)).flatMap(([, text]) => latinWords(text)));

const english = latinIn('en');
/** Words that the Chinese dictionaries use too, such as JSON. */
const borrowed = latinIn('zh-CN');

/** Returns the words of the English dictionaries in a text that should be Chinese. */
export const englishLeft = (text: string): string[] =>
  latinWords(text).filter((word) => english.has(word) && !borrowed.has(word));
