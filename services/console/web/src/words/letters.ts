// What was set aside, in words: messages that could not be read, events that contradict an earlier
// one, events refused at the door. Pure.
import type { TFunction } from 'i18next';
import { en } from '../i18n/en';
import { known } from './known';

/** The code of an event whose id was used before for something else. */
const CONFLICT = 'conflict';

export const isConflict = ({ code }: { code: string }): boolean => code === CONFLICT;

export function sortedLetters(letters: readonly { code: string }[]): { conflicts: number; unreadable: number } {
  const conflicts = letters.filter(isConflict).length;
  return { conflicts, unreadable: letters.length - conflicts };
}

/** How many were refused lately. @param next the cursor of a further page: then there are more. */
export const refusedIn = (items: readonly unknown[], next: string | null) => ({
  count: items.length,
  isMore: next !== null,
});

/** Why, by the code; the text of the service where the code has no words here. */
export const faultInWords = ({ code }: { code: string }, otherwise: string, t: TFunction): string =>
  known(en.operate.fault, 'operate.fault', code, t, otherwise);

/** The paths at which two values differ, at most so many. */
export function differences(a: unknown, b: unknown, most = 12): { path: string; a: unknown; b: unknown }[] {
  const found: { path: string; a: unknown; b: unknown }[] = [];
  const walk = (x: unknown, y: unknown, path: string) => {
    if (found.length >= most || JSON.stringify(x) === JSON.stringify(y)) return;
    if (!isObject(x) || !isObject(y)) {
      found.push({ path, a: x, b: y });
      return;
    }
    for (const key of new Set([...Object.keys(x), ...Object.keys(y)]))
      walk(x[key], y[key], path === '' ? key : `${path}.${key}`);
  };
  walk(a, b, '');
  return found;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
