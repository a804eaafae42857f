import { describe, expect, test } from 'vitest';
import { addressOf, changing, personal, reading } from '#tests/setup/endpoints.ts';
import { newCustomer, type Signed, servedBank, signedIn } from './api-world.ts';

const { redis, bank } = await servedBank();
const customer = await newCustomer(redis);

const OWN_ORIGIN = 'http://localhost:8080';
const FOREIGN: [why: string, headers: Record<string, string>][] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['a sibling of the site', { 'sec-fetch-site': 'same-site' }],
  ['another origin, from a browser without fetch metadata', { origin: 'https://evil.example' }],
  ['an opaque origin', { origin: 'null' }],
  ['another port of this host', { origin: 'http://localhost:9999' }],
  ['another spelling of this host', { origin: 'http://127.0.0.1:8080' }],
  ['a page that says both', { 'sec-fetch-site': 'none', origin: 'null' }],
];

describe('state changes started elsewhere are refused', () => {
  test('there are handlers that change state', () => {
    expect(changing.map(({ pattern }) => pattern)).toContain('/perform_login');
    expect(changing.length).toBeGreaterThan(5);
  });

  describe.each(changing)('$method $pattern', ({ method, pattern }) => {
    test.each(FOREIGN)('from %s', async (_, headers) => {
      const signed = await signedIn(redis, customer.user);
      const answer = await bank.ask(addressOf(pattern), {
        method,
        headers: { ...signed, ...headers, 'content-type': 'application/json' },
        body: '{}',
      });
      expect(answer.status).toBe(403);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      expect(answer.json).toMatchObject({ status: 403, code: 'cross_origin' });
      expect(answer.headers['set-cookie']).toBeUndefined();
      // Nothing happened: the session that was sent along still lives.
      expect((await bank.ask('/api/session', { headers: signed })).status).toBe(200);
    });

    test('requests from the bank itself, or from no browser, come through to the handler', async () => {
      const own: Record<string, string>[] = [{}, { origin: OWN_ORIGIN, 'sec-fetch-site': 'same-origin' }];
      for (const headers of own) {
        const answer = await bank.ask(addressOf(pattern), { method, headers, body: '{}' });
        expect(answer.status).not.toBe(403);
        expect(answer.status).toBeLessThan(500);
      }
    });
  });
});

describe('whoever is not signed in', () => {
  const ANONYMOUS: [who: string, headers: Record<string, string>][] = [
    ['no credential', {}],
    ['a cookie that is no seal of ours', { cookie: 'redisBank=Fe26.2*1*abc' }],
    ['a bearer that is no token', { authorization: 'Bearer abc' }],
    [
      'a well-formed bearer of no session',
      { authorization: `Bearer ${'A'.repeat(22)}.${'B'.repeat(22)}.${'C'.repeat(43)}` },
    ],
  ];

  describe.each(ANONYMOUS)('as %s', (_, headers) => {
    test.each(personal)('gets 401 as a problem document from GET $pattern', async ({ pattern }) => {
      const answer = await bank.ask(addressOf(pattern), { headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['www-authenticate']).toBe('Bearer');
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.json).toEqual({
        type: 'about:blank',
        title: expect.any(String),
        status: 401,
        code: expect.stringMatching(/^(?:not_signed_in|bad_token)$/),
        requestId: answer.headers['x-request-id'],
      });
    });
  });

  test('a request with both cookie and bearer is refused', async () => {
    const cookie = await signedIn(redis, customer.user);
    const bearer = await signedIn(redis, customer.user, 'bearer');
    const both = { ...cookie, ...bearer } as Record<string, string>;
    for (const { pattern } of personal) {
      const answer = await bank.ask(addressOf(pattern), { headers: both });
      expect(answer.json).toMatchObject({ status: 400, code: 'credential_conflict' });
    }
  });
});

describe('every answer', () => {
  test.each(reading)(
    'GET $pattern carries the security headers and is stored nowhere, the worker’s script apart',
    async ({ pattern }) => {
      const answer = await bank.ask(addressOf(pattern));
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      const script = pattern === '/sw.js';
      expect(answer.headers['cache-control']).toContain(script ? 'public, max-age=300' : 'no-store');
      expect(answer.headers['x-powered-by']).toBeUndefined();
    },
  );

  test('HEAD is GET without the body, and OPTIONS says what is served', async () => {
    const signed: Signed = await signedIn(redis, customer.user);
    const head = await bank.ask('/api/accounts', { method: 'HEAD', headers: signed });
    expect([head.status, head.text]).toEqual([200, '']);
    const options = await bank.ask('/api/sessions', { method: 'OPTIONS' });
    expect([options.status, options.headers.allow]).toEqual([204, 'HEAD, GET, DELETE, OPTIONS']);
    const wrong = await bank.ask('/api/accounts', { method: 'PUT', headers: signed, body: '{}' });
    expect(wrong.json).toMatchObject({ status: 405, code: 'method_not_allowed' });
    expect(wrong.headers.allow).toBe('HEAD, GET, OPTIONS');
  });

  test('an address below /api or /transaction that is nothing is a problem document, not a page', async () => {
    for (const path of [
      '/api/nothing',
      '/api/accounts/',
      '/api/accounts/x/nothing',
      '/api/%F0%9F%8F%A6',
      '/transaction/nothing',
      '/transaction/balance/',
    ]) {
      expect((await bank.ask(path)).json, path).toMatchObject({ status: 404, code: 'not_found' });
    }
  });
});
