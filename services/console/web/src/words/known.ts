// Words for the codes of the services. Pure.
import type { TFunction } from 'i18next';
import type { Words } from '../i18n/dictionary';

/**
 * The words for a code: `${path}.${code}`; `otherwise` where `table`, the words at that path, has
 * none.
 */
export const known = (table: Words, path: string, code: string, t: TFunction, otherwise = code): string =>
  Object.hasOwn(table, code) ? t(`${path}.${code}`) : otherwise;
