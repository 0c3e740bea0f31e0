// Which users may open the pages of a feature. The servers decide about every request; this decides
// what is shown. Pure.

/** The roles that ingestion's tokens name (`libs/service/src/security/tokens.ts`). */
export const ROLES = ['admin', 'marketer', 'analyst', 'associate', 'ops', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

/** What a user needs to open a feature: one of these roles. */
export type Needs = readonly Role[];

export const EVERYONE: Needs = ROLES;

/** What the session says about the user. */
export interface Holder {
  role: string;
}

export const mayOpen = ({ role }: Holder, needs: Needs): boolean => needs.some((each) => each === role);
