import { describe, expect, it } from 'vitest';
import { BankError } from '#lib/errors.ts';
import { ROLES, type Role } from '#lib/identity/roles.ts';
import { requireRight, rightsOf, STAFF_RIGHTS, type StaffRights } from '#lib/staff/permissions.ts';

const of = (role: string) => rightsOf({ document: { role } });
const NAMES = Object.keys(STAFF_RIGHTS['super-admin']) as (keyof StaffRights)[];
/** Every single thing that a role may, as `sees user` or `many`. */
const each = (role: string) =>
  NAMES.flatMap((name) => {
    const held = of(role)[name];
    return typeof held === 'boolean' ? (held ? [name] : []) : held.map((whom) => `${name} ${whom}`);
  });
/** The rights that a role gets past the check of. */
const passes = (role: string) =>
  NAMES.filter((name) => {
    try {
      return (
        requireRight({ document: { role, authentication: { method: 'password', at: 0 } } }, name) === of(role)
      );
    } catch (error) {
      expect(error).toBeInstanceOf(BankError);
      expect(error).toMatchObject({ code: 'forbidden' });
      return false;
    }
  });

describe('roles are cumulative', () => {
  it('each may what the one below may, and more', () => {
    expect(each('user')).toEqual([]);
    expect(each('admin')).toEqual(['sees user', 'reads user']);
    expect(each('supervisor').toSorted()).toEqual(['ends user', 'reads user', 'sees user']);
    for (const [at, role] of ROLES.entries()) {
      const below = ROLES[at - 1];
      if (below) expect(each(role)).toEqual(expect.arrayContaining(each(below)));
    }
  });

  it('a super-admin sees and reads everybody, and ends and changes whoever is below', () => {
    const below: Role[] = ['user', 'admin', 'supervisor'];
    expect(of('super-admin')).toEqual({
      sees: ROLES,
      reads: ROLES,
      allAuditLogs: true,
      ends: below,
      many: true,
      changes: below,
      gives: ROLES,
    });
  });

  it('nobody ends or changes an equal or higher role', () => {
    for (const [rank, role] of ROLES.entries()) {
      for (const whom of [...of(role).ends, ...of(role).changes]) {
        expect(ROLES.indexOf(whom)).toBeLessThan(rank);
      }
      for (const given of of(role).gives) expect(ROLES.indexOf(given)).toBeLessThanOrEqual(rank);
    }
  });

  it('the check lets pass who has the right, and throws forbidden for everybody else', () => {
    expect(passes('user')).toEqual([]);
    expect(passes('admin')).toEqual(['sees', 'reads']);
    expect(passes('supervisor').toSorted()).toEqual(['ends', 'reads', 'sees']);
    expect(passes('super-admin')).toEqual(NAMES);
  });

  it.each(['', 'root', 'ADMIN', 'admin ', '__proto__', 'super-admin\0'])(
    '%j is no role and may nothing',
    (role) => {
      expect(each(role)).toEqual([]);
      expect(passes(role)).toEqual([]);
    },
  );
});
