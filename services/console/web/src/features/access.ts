// Which users see the pages of a feature. The servers check every request themselves. Pure.

/** The roles of the servers (`libs/service/src/security/tokens.ts`). */
export const ROLES = ['admin', 'marketer', 'analyst', 'associate', 'ops', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

/** What a user needs to open a feature: one of these roles. */
export type Needs = readonly Role[];

export const EVERYONE: Needs = ROLES;

/** The part of the session that access depends on. */
export interface Holder {
  role: string;
}

export const mayOpen = ({ role }: Holder, needs: Needs): boolean => needs.some((each) => each === role);
