// Which users see the pages of a feature. The servers check every request themselves. Pure.
import type { components } from '../api/schema';

/** As in `libs/service/src/security/permissions.ts`. */
export type Permission = components['schemas']['TokenView']['permissions'][number];

/** The part of the session that access depends on. */
export interface Holder {
  permissions: readonly Permission[];
}

/** Returns whether a user may open what needs a permission. */
export const mayOpen = ({ permissions }: Holder, needs: Permission): boolean => permissions.includes(needs);
