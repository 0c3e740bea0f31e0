// The type of a dictionary, the words of one feature in both languages. Pure.
import type { Language } from './languages';

export interface Words {
  readonly [key: string]: string | Words;
}

export type Dictionary = Readonly<Record<Language, Words>>;

/**
 * The type of the Chinese words beside the English ones: the same keys, without the singular forms,
 * since Chinese has one form for every number. A missing or surplus key does not compile.
 */
export type TranslationOf<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : TranslationOf<T[K]>;
};

/** All words of one language. Throws where two dictionaries have the same topmost key. */
export function wordsIn(language: Language, dictionaries: readonly Dictionary[]): Words {
  const entries = dictionaries.flatMap((dictionary) => Object.entries(dictionary[language]));
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice !== undefined) throw new Error(`two dictionaries have the key "${twice}"`);
  return Object.fromEntries(entries);
}
