import { expect, test } from 'vitest';
import { en } from '#app/_words/en.ts';
import { makeFormat } from '#app/_words/format.ts';
import { idleOptions, sinceOptions } from '#app/(staff)/_shared/options.ts';
import { ago } from '#app/(staff)/staff/(sessions)/_list/ago.ts';
import {
  consoleHref,
  draftOf,
  FILTER_NAMES,
  isAsking,
} from '#app/(staff)/staff/(sessions)/_query/address.ts';
import { AUDIT_ACTS } from '#lib/audit/audit-entry.ts';
import { DEVICE_KINDS } from '#lib/sessions/document.ts';
import { POLICY_NAMES } from '#lib/sessions/policy.ts';
import { sessionFilterSchema } from '#lib/staff/session-query.ts';
import { DAY, HOUR, MINUTE } from '#lib/time.ts';

const NOW = Date.UTC(2026, 10, 24, 12, 30, 15);

const format = makeFormat('en-GB', 'UTC', en.dates);

test('the address can hold everything that can be asked', () => {
  expect([...FILTER_NAMES].sort()).toEqual(Object.keys(sessionFilterSchema.shape).sort());
});

test('an address leads back to the question it was made of, and holds nothing empty', () => {
  const asked = { q: 'chrome  on', username: 'bob', since: 5, idleFor: 60_000, stepUp: 'with' } as const;
  const { searchParams } = new URL(consoleHref(draftOf(asked)), 'http://bank');
  const found = sessionFilterSchema.parse(Object.fromEntries(searchParams));
  expect(found).toEqual(asked);
  expect(consoleHref({ q: '  ', role: '' })).toBe('/staff');
  expect(consoleHref({}, '7-1')).toBe('/staff?before=7-1');
  expect([isAsking({ q: ' ' }), isAsking({ kind: 'phone' })]).toEqual([false, true]);
});

test('what an address asks for is among the choices, whatever it is', () => {
  expect(sinceOptions(en.staff, format, NOW)[0]).toEqual([
    String(Date.UTC(2026, 10, 24, 12, 15)),
    en.staff.sinceLast[900_000],
  ]);
  const yesterday = String(Date.UTC(2026, 10, 23, 9, 5));
  expect(sinceOptions(en.staff, format, NOW, yesterday)[0]).toEqual([yesterday, 'Yesterday, 09:05']);
  expect(idleOptions(en.staff, '420000')[0]).toEqual(['420000', '7 minutes']);
  expect(idleOptions(en.staff, '300000')).toHaveLength(Object.keys(en.staff.idle).length);
});

test('every kind of device, every lifetime and every act has a name', () => {
  expect(Object.keys(en.staff.kinds).sort()).toEqual([...DEVICE_KINDS].sort());
  expect(Object.keys(en.staff.policies).sort()).toEqual([...POLICY_NAMES].sort());
  expect(Object.keys(en.staff.audit.acts)).toEqual(expect.arrayContaining([...AUDIT_ACTS]));
});

test('how long ago is told in the largest unit that is full', () => {
  const told = [MINUTE, 2 * MINUTE, HOUR - 1, HOUR, DAY - 1, 3 * DAY].map((ms) =>
    ago(en.staff, NOW - ms, NOW),
  );
  expect(told).toEqual(['now', '2 min ago', '59 min ago', '1 h ago', '23 h ago', '3 d ago']);
});
