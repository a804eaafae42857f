/** Roles, which session policy each gets, and where each is at home. */
import { z } from 'zod';
import type { PolicyName } from '#lib/sessions/policy.ts';

export const ROLES = ['user', 'admin', 'supervisor', 'super-admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = (typeof ROLES)[number];

export const isStaff = (role: string): boolean => role !== 'user';

/** Staff and PSD2 sessions cannot be remembered, whatever was ticked. */
export function policyFor(role: Role, { psd2, remember }: { psd2: boolean; remember: boolean }): PolicyName {
  if (isStaff(role)) return 'staff';
  if (psd2) return 'psd2';
  return remember ? 'remembered' : 'standard';
}

/** Where a person goes after signing in. */
export const homeOf = (role: string): '/overview' | '/staff' => (isStaff(role) ? '/staff' : '/overview');
