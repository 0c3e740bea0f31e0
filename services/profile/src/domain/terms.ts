// By what words a customer is found: names, addresses and numbers, lower case, as whole words that a search can complete. Pure.
import type { Touchpoint } from '@segue/contracts';

const SEARCHED_TRAITS = ['name', 'firstName', 'lastName', 'first_name', 'last_name', 'email', 'phone', 'company'];
const MAX_TERM = 128;

/** Empty for all but identifies: only they say who somebody is. */
export function termsOf(touchpoint: Pick<Touchpoint, 'type' | 'properties'>): string[] {
  if (touchpoint.type !== 'identify') return [];
  const terms = new Set<string>();
  for (const trait of SEARCHED_TRAITS) {
    const value = touchpoint.properties[trait];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    for (const term of termsIn(String(value))) terms.add(term);
  }
  return [...terms];
}

/** The whole text, and each of its words. */
export function termsIn(text: string): string[] {
  const whole = text.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, MAX_TERM);
  return whole === '' ? [] : [...new Set([whole, ...whole.split(' ')])];
}
