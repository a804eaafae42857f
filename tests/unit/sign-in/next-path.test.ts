import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeNextPath, signInPath } from '#lib/sign-in/next-path.ts';

const SITE = 'https://bank.example';
/** Where a browser that was told to go there would go. */
const landsOn = (path: string) => new URL(path, `${SITE}/login`);

describe('after signing in one lands on this site', () => {
  it.each([
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/%2e//evil.example',
    '/%2e%2e//evil.example',
    'https://evil.example',
    'http:/overview',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    '//user:pass@evil.example',
    'user@evil.example',
    '@evil.example',
    '.evil.example',
    ':80',
    ' /overview',
    '\u0000/overview',
    '/over\u0000view',
    '/over\u007fview',
    '',
    'overview',
    `/${'a'.repeat(600)}`,
  ])('%j is nowhere to go', (text) => {
    expect(safeNextPath(text)).toBeNull();
  });

  it.each([
    '/login',
    '/login?next=/overview',
    '/x/../login',
    '/api/session',
    '/_next/static/x',
    '/perform_login',
  ])('%s is no place to land on', (text) => {
    expect(safeNextPath(text)).toBeNull();
  });

  it.each([
    ['/overview', '/overview'],
    ['/transactions?q=caf%C3%A9&from=2026-01-01', '/transactions?q=caf%C3%A9&from=2026-01-01'],
    ['/transactions/a_0123456789/7', '/transactions/a_0123456789/7'],
    ['/transactions?q=//evil.example', '/transactions?q=//evil.example'],
    ['/@evil.example', '/@evil.example'],
    ['/%2f%2fevil.example', '/%2f%2fevil.example'],
    ['/overview#there', '/overview'],
    ['/loginhistory', '/loginhistory'],
  ])('%s leads to %s', (text, path) => {
    expect(safeNextPath(text)).toBe(path);
  });

  it('whatever is given: null, or a path of this site that a second look does not change', {
    timeout: 30_000,
  }, () => {
    const nasty = fc.constantFrom(
      '/',
      '//',
      '\\',
      '..',
      '.',
      '@',
      ':',
      '?',
      '#',
      '%',
      '%2f',
      '%5c',
      '%2e',
      '\t',
      '\n',
      '\0',
      ' ',
      'evil.example',
      'javascript:',
      'https:',
      'login',
      'overview',
      'é',
      '\u2028',
      '\u202e',
      '😀',
      '\ud800',
    );
    const built = fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join(''));
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      built,
      built.map((tail) => `/${tail}`),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
    );
    fc.assert(
      fc.property(text, (given) => {
        const path = safeNextPath(given);
        if (path === null) return;
        expect(path).toMatch(/^\/(?![/\\])[\x21-\x7e]*$/);
        const { origin, pathname } = landsOn(path);
        expect(origin).toBe(SITE);
        expect(pathname).not.toMatch(/^\/(login|api|_next)(\/|$)/);
        expect(safeNextPath(path)).toBe(path);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the way to the sign-in', () => {
  it('carries where one was and why it ended, and nothing that could lead elsewhere', () => {
    expect(signInPath('/transactions?q=a b', 'idle')).toBe(
      '/login?next=%2Ftransactions%3Fq%3Da%2520b&reason=idle',
    );
    expect(signInPath('//evil.example')).toBe('/login');
    expect(signInPath('/')).toBe('/login');
    expect(signInPath(null)).toBe('/login');
    expect(signInPath('/overview', 'x&next=//evil')).toBe(
      '/login?next=%2Foverview&reason=x%26next%3D%2F%2Fevil',
    );
  });
});
