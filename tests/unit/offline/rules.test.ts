/** Who may keep data on a device, and until when it is shown. */
import vm from 'node:vm';
import { describe, expect, test } from 'vitest';
import { CORRECTION_MS, endByDevice, leftMs, mayStore, saidBy } from '#app/_client/worker/rules.ts';
import { POLICY_NAMES } from '#lib/sessions/policy.ts';
import { HOUR, MINUTE } from '#lib/time.ts';
import { bundleWorker } from '#scripts/lib/service-worker.mjs';

const session = { user: 'u', role: 'user', policy: 'standard', idleExpiresAt: 0, absoluteExpiresAt: 0 };
const times = { user: 'u', asOf: 0, endsAt: HOUR, seenAt: 10 * MINUTE, hidden: false };

describe('keeping data on a device', () => {
  test('is for customers in a standard or remembered session, and for nobody else', () => {
    for (const role of ['user', 'admin', 'supervisor', 'super-admin']) {
      for (const policy of POLICY_NAMES) {
        const expected = role === 'user' && (policy === 'standard' || policy === 'remembered');
        expect([role, policy, mayStore({ ...session, role, policy })]).toEqual([role, policy, expected]);
      }
    }
  });

  test('ends with whichever clock of the session is first, whatever the device’s clock says', () => {
    const ends = { ...session, idleExpiresAt: 2 * HOUR, absoluteExpiresAt: 3 * HOUR };
    for (const skew of [-48 * HOUR, 0, 48 * HOUR]) {
      expect(endByDevice(ends, { bankNow: HOUR, requestedAt: HOUR + skew })).toBe(2 * HOUR + skew);
    }
    const short = { ...ends, absoluteExpiresAt: HOUR + MINUTE };
    expect(endByDevice(short, { bankNow: HOUR, requestedAt: HOUR })).toBe(HOUR + MINUTE);
  });

  test('shows until the end and not a millisecond longer', () => {
    expect(leftMs(times, HOUR - 1)).toBe(1);
    expect(leftMs(times, HOUR)).toBe(0);
    expect(leftMs(times, 9 * HOUR)).toBe(0);
  });

  test('is over when the clock was set back behind what was seen, and gains nothing by a correction', () => {
    expect(leftMs(times, 10 * MINUTE - CORRECTION_MS - 1)).toBe(0);
    expect(leftMs(times, 10 * MINUTE - CORRECTION_MS)).toBe(50 * MINUTE);
  });
});

describe('an answer of the bank on its way to a page', () => {
  const get = { method: 'GET', path: '/api/accounts' };
  test.each([
    [get, { status: 200, to: '' }, null],
    [get, { status: 404, to: '' }, null],
    [get, { status: 503, to: '' }, null],
    [get, { status: 401, to: '' }, 'over'],
    [{ method: 'POST', path: '/api/auth/step-up' }, { status: 401, to: '' }, 'over'],
    [{ method: 'GET', path: '/transactions' }, { status: 200, to: '/login?reason=revoked' }, 'over'],
    [{ method: 'POST', path: '/overview' }, { status: 303, to: '/login?reason=signed_out' }, 'left'],
    [{ method: 'POST', path: '/api/auth/logout' }, { status: 204, to: '' }, 'left'],
    [{ method: 'POST', path: '/api/auth/logout' }, { status: 503, to: '' }, null],
    [{ method: 'POST', path: '/api/auth/login' }, { status: 200, to: '' }, 'other'],
  ] as const)('%o answered with %o says %s', (asked, answer, said) => {
    expect(saidBy(asked, answer)).toBe(said);
  });
});

describe('the worker as it is served', () => {
  test('is one script without imports, and another build is another script', async () => {
    const script = await bundleWorker('build one');
    expect(script).not.toMatch(/\b(?:import|export|require)\b/);
    expect(script).toMatch(/^const BUILD = '[0-9a-f]{16}';$/m);
    expect(() => new vm.Script(script)).not.toThrow();
    expect(await bundleWorker('build one')).toBe(script);
    expect(await bundleWorker('build two')).not.toBe(script);
  });
});
