import { describe, expect, it } from 'vitest';
import { policyFor, ROLES } from '#lib/identity/roles.ts';
import { POLICY_NAMES, SESSION_POLICIES, touchStepMs } from '#lib/sessions/policy.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

describe('two clocks a role, in one table', () => {
  it.each([
    ['standard', HOUR, 12 * HOUR, 10],
    ['remembered', 7 * DAY, 7 * DAY, 10],
    ['psd2', 5 * MINUTE, 12 * HOUR, 10],
    ['staff', 15 * MINUTE, 8 * HOUR, 2],
  ] as const)('%s', (name, idleMs, absoluteMs, maxSessions) => {
    expect(SESSION_POLICIES[name]).toEqual({ idleMs, absoluteMs, maxSessions });
  });

  it('activity is written at most once in 60 s or a tenth of the idle time, whichever is less', () => {
    const steps = POLICY_NAMES.map((name) => [name, touchStepMs(SESSION_POLICIES[name])]);
    expect(Object.fromEntries(steps)).toEqual({
      standard: MINUTE,
      remembered: MINUTE,
      psd2: 30_000,
      staff: MINUTE,
    });
  });

  it('staff and PSD2 cannot be remembered', () => {
    for (const role of ROLES.filter((name) => name !== 'user')) {
      for (const psd2 of [true, false]) expect(policyFor(role, { psd2, remember: true })).toBe('staff');
    }
    expect(policyFor('user', { psd2: true, remember: true })).toBe('psd2');
    expect(policyFor('user', { psd2: false, remember: true })).toBe('remembered');
    expect(policyFor('user', { psd2: false, remember: false })).toBe('standard');
  });
});
