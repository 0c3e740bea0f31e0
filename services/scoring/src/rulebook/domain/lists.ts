// Fixed lists: segments whose customers were named one by one. The identities that were named keep
// the key of the list among their facts, and its rule reads it as a trait. Pure.
import type { Rule } from '@segue/rules';

/** The trait under which rules find lists. No source can set it. */
export const LISTS_TRAIT = 'segueList';

/** Of 10 digits and letters; new for each list, so that none inherits the customers of another. */
const isListKey = (key: string): boolean => /^[0-9a-z]{10}$/.test(key);

/** The name of the trait that says whether a customer is on a list. */
const listTrait = (key: string): string => `${LISTS_TRAIT}.${key}`;

export const listRule = (key: string): Rule => ({
  version: 1,
  when: { kind: 'trait', name: listTrait(key), is: 'equal', value: true },
});

/** Returns the key of the list that a rule stands for; null for every other rule. */
export function listKeyIn({ when }: Rule): string | null {
  if (when.kind !== 'trait' || when.is !== 'equal' || when.value !== true || !when.name.startsWith(`${LISTS_TRAIT}.`))
    return null;
  const key = when.name.slice(LISTS_TRAIT.length + 1);
  return isListKey(key) ? key : null;
}

/** Returns the traits with the lists as one of them, whatever sources said under its name. */
export function withLists<T extends object>(traits: T, lists: readonly string[]): T {
  if (lists.length === 0 && !Object.hasOwn(traits, LISTS_TRAIT)) return traits;
  return { ...traits, [LISTS_TRAIT]: Object.fromEntries(lists.map((key) => [key, true])) };
}
