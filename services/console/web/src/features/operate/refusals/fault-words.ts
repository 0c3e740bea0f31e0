// Faults of messages and events in words, and where two copies of an event differ. Pure.
import type { TFunction } from 'i18next';
import { known } from '../../../words/known';
import { en } from '../words.en';

/**
 * The fault by its code; `otherwise`, the text of the service, where the code has no words here.
 */
export const faultInWords = ({ code }: { code: string }, otherwise: string, t: TFunction): string =>
  known(en.operate.fault, 'operate.fault', code, t, otherwise);

/** Returns the paths at which two values differ, at most `most` of them. */
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
