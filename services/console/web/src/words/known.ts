// Words for what the services call by a code; a code without words of its own is shown as it is.
// Pure.
import type { TFunction } from 'i18next';

export const known = (table: object, path: string, name: string, t: TFunction, otherwise = name): string =>
  Object.hasOwn(table, name) ? t(`${path}.${name}` as 'why.state.draft') : otherwise;
