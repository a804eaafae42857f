import { describe, expect, it } from 'vitest';
import { ROLES } from '#lib/identity/roles.ts';
import { may, PERMISSIONS, type Permission } from '#lib/staff/permissions.ts';

const of = (role: string) =>
  (Object.keys(PERMISSIONS) as Permission[]).filter((permission) => may(role, permission));

describe('roles are cumulative', () => {
  it('each may what the one below may, and more', () => {
    expect(of('user')).toEqual([]);
    expect(of('admin')).toEqual(['sessions:read', 'users:read', 'audit:read']);
    expect(of('supervisor')).toEqual(['sessions:read', 'sessions:revoke', 'users:read', 'audit:read']);
    expect(of('super-admin')).toEqual(Object.keys(PERMISSIONS));
    for (const [at, role] of ROLES.entries()) {
      const below = ROLES[at - 1];
      if (below) expect(of(role)).toEqual(expect.arrayContaining(of(below)));
    }
  });

  it.each(['', 'root', 'ADMIN', 'admin ', '__proto__', 'super-admin\0'])(
    '%j is no role and may nothing',
    (role) => {
      expect(of(role)).toEqual([]);
    },
  );
});
