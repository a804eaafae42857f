/** Who of the staff may do what, and to whom: one table. The functions of lib/staff ask it themselves. */
import { BankError } from '#lib/errors.ts';
import { ROLES, type Role, roleSchema } from '#lib/identity/roles.ts';

export type StaffRights = {
  /** Roles of the people who are found by name, and whose live sessions are seen. */
  sees: readonly Role[];
  /** Roles whose sessions may be ended: those of one person at a time, or with `many` everybody's at once. */
  ends: readonly Role[];
  many: boolean;
  /** Roles whose audit log may be read: that of one person at a time, or with `allAuditLogs` everybody's at once. */
  reads: readonly Role[];
  allAuditLogs: boolean;
  /** Roles of the people whose role may be changed, and the roles that may be given to them. */
  changes: readonly Role[];
  gives: readonly Role[];
};

const NONE: StaffRights = {
  sees: [],
  ends: [],
  many: false,
  reads: [],
  allAuditLogs: false,
  changes: [],
  gives: [],
};

/**
 * Nobody ends or changes an equal or higher role, and so never themselves: a super-admin is never demoted by another,
 * and the last one stays.
 */
export const STAFF_RIGHTS = {
  user: NONE,
  admin: { ...NONE, sees: ['user'], reads: ['user'] },
  supervisor: { ...NONE, sees: ['user'], reads: ['user'], ends: ['user'] },
  'super-admin': {
    sees: ROLES,
    ends: ['user', 'admin', 'supervisor'],
    many: true,
    reads: ROLES,
    allAuditLogs: true,
    changes: ['user', 'admin', 'supervisor'],
    gives: ROLES,
  },
} as const satisfies Record<Role, StaffRights>;

/** Whoever asks, by the role in the session's document: a changed role ends that user's sessions. */
export type Asker = { document: { role: string } };

/** What whoever asks may do; a role that is none may nothing. */
export function rightsOf({ document }: Asker): StaffRights {
  const role = roleSchema.safeParse(document.role);
  return role.success ? STAFF_RIGHTS[role.data] : NONE;
}

/**
 * The rights of whoever asks, where there is something that they may `right`. Throws `forbidden`. Read the session
 * from Redis for what changes something.
 */
export function requireRight(asker: Asker, right: keyof StaffRights): StaffRights {
  const rights = rightsOf(asker);
  const held = rights[right];
  if (held === false || (held !== true && held.length === 0)) {
    throw new BankError('forbidden', 'Your role does not allow this.');
  }
  return rights;
}
