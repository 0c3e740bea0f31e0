// The type of a dictionary, the words of one feature in both languages. Pure.
export interface Words {
  readonly [key: string]: string | Words;
}

/** English is part of every page and stands in for missing words; the other language is fetched. */
export interface Dictionary {
  readonly en: Words;
  readonly 'zh-CN': () => Promise<Words>;
}

/**
 * The type of the Chinese words beside the English ones: the same keys, without the singular forms,
 * since Chinese has one form for every number. A missing or surplus key does not compile.
 */
export type TranslationOf<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string ? string : TranslationOf<T[K]>;
};

/** All words of one language. Throws where two dictionaries have the same topmost key. */
export function joined(dictionaries: readonly Words[]): Words {
  const entries = dictionaries.flatMap((words) => Object.entries(words));
  const keys = entries.map(([key]) => key);
  const twice = keys.find((key, place) => keys.indexOf(key) !== place);
  if (twice !== undefined) throw new Error(`two dictionaries have the key "${twice}"`);
  return Object.fromEntries(entries);
}
