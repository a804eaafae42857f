import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeTag } from '#lib/redis/escaping.ts';
import { hasShortWord, sessionFilterSchema, sessionQuery } from '#lib/staff/session-query.ts';

const NOW = 1_800_000_000_000;
const query = (filter: Record<string, unknown>, roles = ['user']) =>
  sessionQuery(sessionFilterSchema.parse(filter), roles, NOW);

describe('a question to the index of sessions', () => {
  it('always begins with the roles that whoever asks may see', () => {
    expect(query({})).toBe('@role:{user}');
    expect(query({}, ['user', 'super-admin'])).toBe('@role:{user | super\\-admin}');
    expect(query({ role: 'admin' })).toBeNull();
    expect(query({ role: 'user | admin' })).toBeNull();
    expect(query({ username: '\u0000' })).toBeNull();
    expect(query({ browser: '\u0001 \u0002' })).toBeNull();
  });

  it('has a clause for each thing asked, and all must match', () => {
    const asked = {
      username: 'bob',
      policy: 'psd2',
      kind: 'phone',
      browser: 'Samsung Internet',
      address: '203.0.113.',
    };
    expect(query({ ...asked, since: '5', idleFor: '1000', stepUp: 'without', q: 'fire li' })).toBe(
      [
        '@role:{user}',
        '@username:{bob} @policy:{psd2} @kind:{phone} @browser:{Samsung\\ Internet} @address:{203\\.0\\.113\\.*}',
        `@createdAt:[5 +inf] @lastActiveAt:[-inf ${NOW - 1000}] -@stepUpAt:[(${NOW - 300_000} +inf]`,
        '(@username:{fire*} | @browser:{fire*} | @system:{fire*} | @address:{fire*})',
        '(@username:{li*} | @browser:{li*} | @system:{li*} | @address:{li*})',
      ].join(' '),
    );
  });

  it('a word of one letter is told apart, since it is not looked for as a beginning', () => {
    expect(query({ q: 'b' })).toContain('@username:{b}');
    expect(['b', 'chrome b', 'ü'].map(hasShortWord)).toEqual([true, true, true]);
    expect([undefined, '', ' ', 'bo', 'über'].map(hasShortWord)).toEqual([false, false, false, false, false]);
  });

  it('no text leaves its clause: outside escapes there is nothing that means something to a query', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const bare = escapeTag(text).replace(/\\./gsu, '');
        expect(bare).toMatch(/^[A-Za-z0-9_\u0080-\u{10ffff}]*$/u);
      }),
    );
  });

  it.each([
    { address: '*' },
    { address: '1' },
    { kind: 'robot' },
    { policy: 'x' },
    { since: '-1' },
    { since: null },
    { since: true },
    { since: 'x' },
    { idleFor: '1.5' },
    { stepUp: 'maybe' },
    { username: ' ' },
    { email: 'x' },
    { q: 'x'.repeat(65) },
  ])('%j is no question', (filter) => {
    expect(sessionFilterSchema.safeParse(filter).success).toBe(false);
  });
});
