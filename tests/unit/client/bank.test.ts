import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { bank, isRefusal, redirectToSignIn } from '#app/_client/bank.ts';

const replace = vi.fn();
const asked: [path: string, init: RequestInit][] = [];
let answers: (Response | Error)[] = [];

beforeEach(() => {
  asked.length = 0;
  replace.mockReset();
  vi.stubGlobal('location', { pathname: '/overview', search: '', replace });
  vi.stubGlobal('fetch', async (path: string, init: RequestInit) => {
    asked.push([path, init]);
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    return answer;
  });
});
afterEach(() => vi.unstubAllGlobals());

const refusal = (status: number, body: object, headers = {}) => Response.json(body, { status, headers });
const thrown = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => error,
  );

describe('a call of the bank', () => {
  test('fills in the address, and leaves out what is empty', async () => {
    answers = [Response.json({ count: 0, inMinor: 0, outMinor: 0, movedMinor: 0, netMinor: 0 })];
    const totals = await bank.get('/api/accounts/:id/totals', {
      params: { id: 'a_1/2' },
      query: { q: 'a&b', from: undefined, edits: '' },
    });
    expect(totals.netMinor).toBe(0);
    expect(asked[0]?.[0]).toBe('/api/accounts/a_1%2F2/totals?q=a%26b');
  });

  test('sends a body as JSON, and says when nobody asked for it', async () => {
    answers = [new Response(null, { status: 204 })];
    expect(await bank.post('/api/searches', { body: { q: 'tea' }, background: true })).toBeUndefined();
    expect(asked[0]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"q":"tea"}',
      headers: { 'content-type': 'application/json', 'x-activity': 'background' },
    });
  });

  test('is repeated once when the token was replaced a moment ago', async () => {
    const rotated = () => refusal(401, { code: 'session_rotated' });
    answers = [rotated(), Response.json({ items: [] })];
    expect(await bank.get('/api/views')).toEqual({ items: [] });
    answers = [rotated(), rotated()];
    expect(await thrown(bank.get('/api/views'))).toMatchObject({ status: 401, code: 'session_rotated' });
    expect(asked).toHaveLength(4);
    expect(replace).not.toHaveBeenCalled();
  });

  test('leaves the page when the session is over, but not for a wrong password', async () => {
    answers = [refusal(401, { code: 'wrong_credentials' })];
    const wrong = await thrown(bank.post('/api/auth/step-up', { body: { password: 'x' } }));
    expect(isRefusal(wrong, 'wrong_credentials')).toBe(true);
    expect(replace).not.toHaveBeenCalled();
    answers = [refusal(401, { code: 'session_ended', reason: 'idle' })];
    await thrown(bank.get('/api/views'));
    expect(replace).toHaveBeenCalledExactlyOnceWith('/login?next=%2Foverview&reason=idle');
  });

  test('leads to the sign-in with the way back, whoever hears of the end first, but not after a sign-out', () => {
    vi.stubGlobal('location', { pathname: '/transactions', search: '?q=rent', replace });
    for (const reason of ['revoked', null, '<script>', 'signed_out']) redirectToSignIn(reason);
    expect(replace.mock.calls.flat()).toEqual([
      '/login?next=%2Ftransactions%3Fq%3Drent&reason=revoked',
      '/login?next=%2Ftransactions%3Fq%3Drent&reason=ended',
      '/login?next=%2Ftransactions%3Fq%3Drent&reason=ended',
      '/login?reason=signed_out',
    ]);
  });

  test('throws what the bank refused, how long to wait, and that it could not be reached', async () => {
    answers = [refusal(429, { code: 'throttled' }, { 'retry-after': '7' }), new TypeError('offline')];
    expect(await thrown(bank.get('/api/views'))).toMatchObject({ code: 'throttled', retryAfterSeconds: 7 });
    expect(await thrown(bank.get('/api/views'))).toMatchObject({ status: 0, code: 'network' });
    const gone = AbortSignal.abort();
    answers = [new DOMException('gone', 'AbortError')];
    expect(await thrown(bank.get('/api/views', { signal: gone }))).toMatchObject({ name: 'AbortError' });
  });

  test('compiles only as the contracts say', () => {
    const calls = () => {
      // @ts-expect-error no such address
      void bank.get('/api/nothing');
      // @ts-expect-error not by this method
      void bank.post('/api/sessions');
      // @ts-expect-error which account?
      void bank.get('/api/accounts/:id/totals');
      // @ts-expect-error no such parameter
      void bank.get('/api/accounts/:id/totals', { params: { id: 'a' }, query: { limit: 5 } });
      // @ts-expect-error no such field of the body
      void bank.post('/api/searches', { body: { text: 'tea' } });
      // @ts-expect-error no such field of the answer
      void bank.get('/api/views').then(({ rows }) => rows);
    };
    expect(calls).toBeTypeOf('function');
  });
});
