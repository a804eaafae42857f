import { describe, expect, test } from 'vitest';
import { de } from '#app/_words/de.ts';
import { deviceName } from '#app/_words/device-name.ts';
import { en } from '#app/_words/en.ts';
import { eventPlace, eventWords } from '#app/(bank)/security/_audit/event-words.ts';
import { AUDIT_ACTS } from '#lib/audit/audit-entry.ts';
import type { AuditView } from '#lib/audit/own-log.ts';
import { END_REASONS } from '#lib/sessions/reasons.ts';

const event = (act: string, detail: AuditView['detail'] = {}): AuditView =>
  ({ n: 1, at: 0, act, outcome: 'done', by: 'self', detail, times: 1 }) as unknown as AuditView;

const { security, session } = en;
const place = (by: AuditView['by'], address: string, browser: string, system: string) =>
  eventPlace({ ...security, ...session }, { by, address, browser, system });

describe('where it was done', () => {
  test('a customer reads their own device and address', () => {
    expect(place('self', '192.0.2.x', 'Chrome', 'Linux')).toBe('Chrome on Linux · from 192.0.2.x');
    expect(place('anonymous', '192.0.2.x', 'Chrome', 'Linux')).toBe('Chrome on Linux · from 192.0.2.x');
  });

  test('what the bank did names no device: neither that of its staff nor one of an operator, who has none', () => {
    expect(place('staff', '192.0.2.x', 'Chrome', 'Linux')).toBe('by the bank');
    expect(place('staff', '', '', '')).toBe('by the bank');
  });

  test('what is only counted is from many places', () => {
    expect(place('anonymous', '', '', '')).toBe('from many other places');
  });

  test('no device has no name', () => {
    for (const words of [en, de]) expect(deviceName(words.session, { browser: '', system: '' })).toBe('');
  });
});

/** Ends that nobody causes, and that no audit log holds. */
const CLOCKS = new Set(['idle', 'absolute', 'expired']);

describe('what happened is told in plain words', () => {
  // Those of staff and of the bank itself are in audit logs that have no such page.
  const OTHERS = /^staff_|^clock_stepped$/;
  test.each(AUDIT_ACTS.filter((act) => !OTHERS.test(act)))('%s has its own sentence', (act) => {
    expect(eventWords(en.security, event(act))).not.toBe(en.security.event.other);
  });

  test.each(END_REASONS.filter((reason) => !CLOCKS.has(reason)))(
    'a session that ended by %s says so',
    (reason) => {
      expect(eventWords(en.security, event('session_ended', { reason }))).not.toBe(
        en.security.event.session_ended,
      );
    },
  );

  test.each(END_REASONS)('who is signed out by %s is told at the sign-in', (reason) => {
    expect(en.login.reasons).toHaveProperty(reason);
  });

  test('an act of a newer version is still shown', () => {
    expect(eventWords(en.security, event('moved_to_the_moon'))).toBe(en.security.event.other);
  });
});
