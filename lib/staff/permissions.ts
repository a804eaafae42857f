/** Who may do what: one table, cumulative from role to role. */
import { BankError } from '#lib/errors.ts';
import { ROLES, type Role, roleSchema } from '#lib/identity/roles.ts';
import type { Session } from '#lib/sign-in/require-session.ts';

export const PERMISSIONS = {
  /** See customers' live sessions. */
  'sessions:read': 'admin',
  /** End one customer's sessions. */
  'sessions:revoke': 'supervisor',
  /** See and end the sessions of staff. */
  'sessions:staff': 'super-admin',
  'sessions:revoke-many': 'super-admin',
  /** Find people by name. */
  'users:read': 'admin',
  'roles:change': 'super-admin',
  /** Read one customer's trail. */
  'audit:read': 'admin',
  /** Read the trails of staff, and of everybody at once. */
  'audit:all': 'super-admin',
} as const satisfies Record<string, Role>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether `role` may; a role that is none may nothing. */
export function may(role: string, permission: Permission): boolean {
  const known = roleSchema.safeParse(role);
  return known.success && ROLES.indexOf(known.data) >= ROLES.indexOf(PERMISSIONS[permission]);
}

/**
 * Throws `forbidden`. The role in a session's document is the user's: a changed role ends that user's sessions.
 * Read the session from Redis for what changes something.
 */
export function requirePermission({ document }: Session, permission: Permission): void {
  if (may(document.role, permission)) return;
  throw new BankError('forbidden', 'Your role does not allow this.');
}
