// A person's whole name, from the traits that hold. Pure.
import { VISIBLE } from '@segue/contracts';

const HAN = /^\p{Script=Han}+$/u;

const textIn = (value: unknown): string => (typeof value === 'string' && VISIBLE.test(value) ? value.trim() : '');

/**
 * Returns `name`, else the first and the last name together: of Han characters the last name comes
 * first, without a space. Null where there is none.
 */
export function wholeName(traits: Readonly<Record<string, unknown>>): string | null {
  const name = textIn(traits.name);
  if (name !== '') return name;
  const first = textIn(traits.firstName) || textIn(traits.first_name);
  const last = textIn(traits.lastName) || textIn(traits.last_name);
  if (HAN.test(first) && HAN.test(last)) return last + first;
  return [first, last].filter(Boolean).join(' ') || null;
}
