import { expect, test } from 'vitest';
import { type Decision, decide, needsSession, type Visitor } from '#lib/sign-in/page-gate.ts';

const CUSTOMER: Visitor = { role: 'user' };
const STAFF: Visitor = { role: 'admin' };
const NOBODY: Visitor = { status: 401 };
const ENDED: Visitor = { status: 401, reason: 'idle' };
const UNKNOWN: Visitor = { status: 503 };
const LINK = `?token=${'A'.repeat(22)}.${'b'.repeat(43)}`;

const page: Decision = { kind: 'page' };
const to = (path: string): Decision => ({ kind: 'redirect', to: path });
const away: Decision = { kind: 'unavailable', status: 503 };

/** What each visitor is shown: a customer, staff, nobody, one whose session has ended, one of whom nothing is known. */
const TABLE: [path: string, shown: [Decision, Decision, Decision, Decision, Decision]][] = [
  ['/', [to('/overview'), to('/staff'), to('/login'), to('/login?reason=idle'), away]],
  [
    '/overview',
    [page, to('/staff'), to('/login?next=%2Foverview'), to('/login?next=%2Foverview&reason=idle'), away],
  ],
  [
    '/transactions?q=a',
    [
      page,
      to('/staff'),
      to('/login?next=%2Ftransactions%3Fq%3Da'),
      to('/login?next=%2Ftransactions%3Fq%3Da&reason=idle'),
      away,
    ],
  ],
  [
    '/staff',
    [to('/overview'), page, to('/login?next=%2Fstaff'), to('/login?next=%2Fstaff&reason=idle'), away],
  ],
  [
    '/staff/audit',
    [
      to('/overview'),
      page,
      to('/login?next=%2Fstaff%2Faudit'),
      to('/login?next=%2Fstaff%2Faudit&reason=idle'),
      away,
    ],
  ],
  [
    '/staffx',
    [page, to('/staff'), to('/login?next=%2Fstaffx'), to('/login?next=%2Fstaffx&reason=idle'), away],
  ],
  ['/reset', [page, to('/staff'), to('/login'), to('/login?reason=idle'), away]],
  [`/reset${LINK}x`, [page, to('/staff'), to('/login'), to('/login?reason=idle'), away]],
  [`/reset${LINK}`, [page, page, page, page, page]],
  ['/offline', [page, page, page, page, page]],
];

test.each(TABLE)('%s', (path, shown) => {
  const { pathname, search } = new URL(path, 'http://bank.example');
  const visitors = [CUSTOMER, STAFF, NOBODY, ENDED, UNKNOWN];
  for (const method of ['GET', 'HEAD']) {
    expect(visitors.map((visitor) => decide({ method, pathname, search }, visitor))).toEqual(shown);
  }
  // What changes state goes on to its action, whoever asks.
  for (const visitor of visitors) expect(decide({ method: 'POST', pathname, search }, visitor)).toEqual(page);
});

test('the sign-in is shown to who is not signed in, and cleans up after who has signed out', () => {
  const at = (search: string, visitor: Visitor) =>
    decide({ method: 'GET', pathname: '/login', search }, visitor);
  expect([at('', CUSTOMER), at('', STAFF), at('', UNKNOWN)]).toEqual([to('/overview'), to('/staff'), away]);
  for (const visitor of [NOBODY, ENDED]) {
    expect(at('?reason=signed_out', visitor)).toEqual({ kind: 'page', signedOut: true });
    expect(at('?reason=idle', visitor)).toEqual({ kind: 'page', signedOut: false });
  }
});

test('a visit is a sign of life where a session is needed, and nowhere else', () => {
  const needs = (pathname: string, search = '', method = 'GET') => needsSession({ method, pathname, search });
  expect(['/', '/overview', '/staff', '/reset'].map((path) => needs(path))).toEqual([true, true, true, true]);
  expect(['/login', '/offline'].map((path) => needs(path))).toEqual([false, false]);
  expect([needs('/reset', LINK), needs('/overview', '', 'POST')]).toEqual([false, false]);
});
