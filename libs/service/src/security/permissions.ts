// The table of permissions and roles. Routes name a permission (`@Needs`), never a role.
// docs/security.md shows the same table; test/e2e/routes.e2e-spec.ts compares both with the running
// services.

export const ROLES = ['admin', 'marketer', 'analyst', 'associate', 'ops', 'integrator'] as const;
export type Role = (typeof ROLES)[number];

/** The roles beside the admin, who holds every permission. */
type Holders = readonly Exclude<Role, 'admin'>[];

const EVERY_ROLE: Holders = ['marketer', 'analyst', 'associate', 'ops', 'integrator'];
const STAFF: Holders = ['marketer', 'analyst', 'associate', 'ops'];
const PLANNERS: Holders = ['marketer', 'analyst', 'ops'];
const ADMIN_ALONE: Holders = [];

/** Each permission with the roles that hold it. A new role or permission is added here alone. */
const HOLDERS = {
  /** API description, health, status, jobs, time, and whether this is the demo. */
  'system:read': EVERY_ROLE,
  'jobs:cancel': ['marketer', 'ops', 'integrator'],
  'time:write': ADMIN_ALONE,
  /** Sources and the ids of their keys; a key itself is shown once, when it is created. */
  'sources:read': EVERY_ROLE,
  'sources:write': ['integrator'],
  'events:write': ADMIN_ALONE,
  /** Order files: their uploads, and the results of their imports. */
  'imports:read': ['marketer', 'ops', 'integrator'],
  'imports:write': ['integrator'],
  'metrics:read': ['ops'],
  'quarantine:read': ['ops', 'integrator'],
  'quarantine:write': ['ops', 'integrator'],
  'dead-letters:read': ['ops'],
  'dead-letters:write': ['ops'],
  /** Profiles and their touchpoints. */
  'customers:read': EVERY_ROLE,
  /** All customers that a search finds, for services that filter what it finds. */
  'customers:match': ADMIN_ALONE,
  /** Whole histories, unmasked, for backfills and imports. */
  'histories:read': ADMIN_ALONE,
  'withdrawals:void': ADMIN_ALONE,
  /** Value, tiers, segments and transitions of customers, and previews of rules. */
  'standings:read': STAFF,
  /** Heads and identities of customers, unmasked, for previews of campaigns. */
  'states:read': ADMIN_ALONE,
  'segments:read': STAFF,
  'segments:write': ['marketer'],
  'tiers:read': STAFF,
  /** Tiers of single customers by hand. */
  'tiers:write': ['marketer'],
  'settings:read': PLANNERS,
  'settings:write': ['marketer'],
  'campaigns:read': PLANNERS,
  'campaigns:write': ['marketer'],
  /** The stop of all campaigns, and their resumption. */
  'campaigns:stop': ['marketer', 'ops'],
  'limits:read': PLANNERS,
  'limits:write': ['marketer'],
  'decisions:read': STAFF,
  'mailboxes:restore': ADMIN_ALONE,
  'channels:read': ['marketer', 'ops', 'integrator'],
  'channels:write': ['integrator'],
  'deliveries:read': STAFF,
  'live:read': STAFF,
  /** The till of the demo store. */
  'sales:write': ['marketer', 'associate'],
  'demo:leave': ADMIN_ALONE,
} as const satisfies Record<string, Holders>;

export type Permission = keyof typeof HOLDERS;
export const PERMISSIONS = Object.keys(HOLDERS) as Permission[];

export const holds = (role: Role, permission: Permission): boolean =>
  role === 'admin' || (HOLDERS[permission] as readonly Role[]).includes(role);

/** Returns whether a valid token of any role is enough. */
export const isForEveryRole = (permission: Permission): boolean => ROLES.every((role) => holds(role, permission));

export const permissionsOf = (role: Role): Permission[] => PERMISSIONS.filter((permission) => holds(role, permission));
