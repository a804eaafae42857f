/** What staff may do, and to whom: one table, which the functions of lib/staff apply themselves. */
import { BankError } from '#lib/errors.ts';
import { passkeyRule } from '#lib/identity/passkey-policy.ts';
import { ROLES, type Role, roleSchema } from '#lib/identity/roles.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';

export type StaffRights = {
  /** Roles of people who can be found, and whose live sessions can be seen. */
  sees: readonly Role[];
  /** Roles whose sessions can be ended: one person's at a time, or with `many` everybody's at once. */
  ends: readonly Role[];
  many: boolean;
  /** Roles whose audit log can be read: one person's at a time, or with `allAuditLogs` everybody's at once. */
  reads: readonly Role[];
  allAuditLogs: boolean;
  /** Roles that can be changed, and roles that can be given. */
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

/** No role ends or changes an equal or higher one, nor its own: the last super-admin stays. */
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

/** The asker, by the role in the session document: a changed role ends the user's sessions. */
export type Asker = { document: Pick<SessionDocument, 'role' | 'authentication'> };

/** The asker's rights; none for an unknown role. */
export function rightsOf({ document }: { document: { role: string } }): StaffRights {
  const role = roleSchema.safeParse(document.role);
  return role.success ? STAFF_RIGHTS[role.data] : NONE;
}

/**
 * The asker's rights. Throws `forbidden` when `right` allows nothing, and `passkey_required` where the role needs a passkey
 * and the session began without. Before a change, give it a session read from Redis.
 */
export function requireRight(asker: Asker, right: keyof StaffRights): StaffRights {
  const rights = rightsOf(asker);
  const held = rights[right];
  if (held === false || (held !== true && held.length === 0)) {
    throw new BankError('forbidden', 'Your role does not allow this.');
  }
  if (lacksPasskey(asker)) {
    throw new BankError('passkey_required', 'Please add a passkey, and sign in with it.');
  }
  return rights;
}

/** Whether the asker's session began without the passkey that their role needs. */
export const lacksPasskey = ({ document: { role, authentication } }: Asker): boolean =>
  authentication.method === 'password' && passkeyRule(roleSchema.parse(role)) === 'required';
