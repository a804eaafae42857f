import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { de } from '#app/_words/de.ts';
import { en } from '#app/_words/en.ts';
import { auditActor, auditDetails, auditPlace } from '#app/(staff)/staff/audit/_audit/audit-detail.ts';
import { OPERATOR } from '#lib/audit/audit-entry.ts';
import { PAYMENT_REASONS } from '#lib/payments/payment.ts';
import { TRANSPORTS } from '#lib/sessions/document.ts';
import { END_REASONS } from '#lib/sessions/reasons.ts';

const moment = (at: number) => `at ${at}`;
const told = (detail: Parameters<typeof auditDetails>[1], words: Catalogue['staff'] = en.staff) =>
  auditDetails(words, detail, { moment, money: (minor) => (minor / 100).toFixed(2) });

test('an entry is from its address and device, from its host alone, or from many places when it is counted', () => {
  const from = (address: string, browser: string, system: string, actor: string | null = 'tag') =>
    auditPlace(en, { actor, address, browser, system });
  expect(from('192.0.2.1', 'Chrome', 'Linux')).toBe('192.0.2.1 · Chrome on Linux');
  expect(from('', 'Chrome', 'Linux')).toBe('Chrome on Linux');
  // Of the bank itself, as a step of the clock.
  expect(from('host-a', '', '')).toBe('host-a');
  expect(from('', '', '', null)).toBe('from many other places');
});

test('an operator at the command line is from nowhere, and is named in the language of who reads', () => {
  expect(auditPlace(en, OPERATOR)).toBe('');
  expect(auditActor(en.staff, OPERATOR)).toBe('operator');
  expect(auditActor(de.staff, OPERATOR)).toBe('Betreiber');
  expect(auditActor(de.staff, { actor: 'tag', actorName: 'operator' })).toBe('operator');
  expect(auditActor(en.staff, { actor: null, actorName: 'bob' })).toBe('bob (not signed in)');
});

describe('the details of the audit log are told in words', () => {
  test('keys, reasons, roles, times and answers to yes or no', () => {
    expect(told({ sid: 'abc', reason: 'staff' })).toEqual(['Session: abc', 'Reason: ended by staff']);
    expect(told({ payment: 'E8k3' })).toEqual(['Payment: E8k3']);
    expect(told({ payment: 'E8k3' }, de.staff)).toEqual(['Überweisung: E8k3']);
    expect(told({ perPaymentMinor: 50000, perDayMinor: 80050 })).toEqual([
      'Limit per payment: 500.00',
      'Limit per day: 800.50',
    ]);
    expect(told({ perDayMinor: 80050 }, de.staff)).toEqual(['Limit je Tag: 800.50']);
    expect(told({ endOthers: true })).toEqual(['Other sessions ended: yes']);
    expect(told({ before: 'user', role: 'super-admin' })).toEqual([
      'Role before: Customer',
      'Role: Super-admin',
    ]);
    expect(told({ reason: 'throttled', hour: 5 })).toEqual([
      'Reason: too many tries',
      'In the hour from: at 5',
    ]);
    expect(told({ transport: 'bearer', policy: 'psd2' })).toEqual(['By: app', 'Lifetime: PSD2']);
    expect(told({ before: 'user', endOthers: false }, de.staff)).toEqual([
      'Bisherige Rolle: Kunde',
      'Andere Sitzungen beendet: nein',
    ]);
  });

  test('a tag is left out where a name says the same, and shown where none does', () => {
    expect(told({ user: 'x'.repeat(22), username: 'bob' })).toEqual(['User: bob']);
    expect(told({ user: 'tag' })).toEqual(['user: tag']);
  });

  test('a question of staff is told by the labels of its fields', () => {
    const filter = JSON.stringify({
      q: 'chr',
      username: 'bob',
      role: 'user',
      kind: 'phone',
      policy: 'standard',
      browser: 'Edge',
      address: '10.',
      since: 7,
      idleFor: 300_000,
      stepUp: 'without',
      sid: 's',
    });
    expect(told({ filter })).toEqual([
      'Sessions matching: “chr”, Username: bob, Role: Customer, Device: Phone, Lifetime: Standard, Browser: Edge, ' +
        'Address begins with: 10., Signed in since: at 7, Idle for at least: 5 minutes, ' +
        'Password confirmed: Longer ago or never, Session: s',
    ]);
    expect(told({ filter: '{}' })).toEqual(['Sessions matching: everything']);
    expect(told({ filter: 'null' })).toEqual(['Sessions matching: null']);
    expect(told({ filter: '{' })).toEqual(['Sessions matching: {']);
  });

  test('each reason and each transport has its word, in each language', () => {
    for (const { staff } of [en, de]) {
      for (const value of [...END_REASONS, ...TRANSPORTS, ...PAYMENT_REASONS, 'wrong_code'])
        expect(staff.audit.values).toHaveProperty(value);
    }
  });

  test('each key that the code records has its word', () => {
    const recorded = ['identity', 'sign-in', 'staff', 'audit', 'payments']
      .flatMap((room) => readdirSync(`lib/${room}`).map((file) => `lib/${room}/${file}`))
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bdetail(?::| =) \{([^}]*)\}/g)])
      .flatMap(([, members = '']) => members.split(',').map((one) => one.trim().split(':')[0] ?? ''))
      .filter((key) => /^[a-z]\w*$/i.test(key) && !['user', 'counter'].includes(key));
    expect(recorded.length).toBeGreaterThan(10);
    // What an operator gives by name.
    const keys = [...recorded, 'perPaymentMinor', 'perDayMinor'];
    expect(keys.filter((key) => !(key in en.staff.audit.details))).toEqual([]);
  });
});
