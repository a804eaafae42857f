import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { BankError, ERROR_STATUS, isRedisUnavailable, toBankError } from '#lib/errors.ts';
import { json, noQuery, readForm, readJson, readQuery, requireSameOrigin, route } from '#lib/http/http.ts';
import { wholeNumber } from '#lib/whole-number.ts';

/** Properties are checked many times over, on whatever machine. */
vi.setConfig({ testTimeout: 30_000 });

const OWN = 'http://localhost:8080';
const refused = (method: string, headers: Record<string, string>): boolean => {
  try {
    requireSameOrigin(method, new Headers(headers));
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: 'cross_origin', status: 403 });
    return true;
  }
};

describe('the cross-origin rule', () => {
  test.each<[allowed: boolean, headers: Record<string, string>]>([
    [true, {}],
    [true, { 'sec-fetch-site': 'same-origin', origin: OWN }],
    [true, { 'sec-fetch-site': 'same-origin' }],
    [true, { 'sec-fetch-site': 'none' }],
    [true, { origin: OWN }],
    [false, { 'sec-fetch-site': 'same-site', origin: OWN }],
    [false, { 'sec-fetch-site': 'cross-site' }],
    [false, { 'sec-fetch-site': '' }],
    [false, { 'sec-fetch-site': 'same-origin, cross-site' }],
    [false, { 'sec-fetch-site': 'same-origin', origin: 'https://evil.example' }],
    [false, { origin: 'null' }],
    [false, { origin: '' }],
    [false, { origin: 'http://localhost:80800' }],
    [false, { origin: 'http://localhost:8080.evil.example' }],
    [false, { origin: 'https://localhost:8080' }],
    [false, { origin: 'HTTP://LOCALHOST:8080/' }],
  ])('lets through: %s, for %j', (allowed, headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) expect(refused(method, headers)).toBe(!allowed);
  });

  test('asks nothing of what changes no state', () => {
    for (const method of ['GET', 'HEAD', 'OPTIONS'])
      expect(refused(method, { origin: 'https://evil.example' })).toBe(false);
  });

  test('no origin but our own passes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string({
            unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
            minLength: 1,
          }),
        ),
        (origin) => {
          fc.pre(origin !== OWN);
          expect(refused('POST', { origin })).toBe(true);
        },
      ),
    );
  });

  test('whatever its method is called: an unknown one may change state', () => {
    expect(refused('PURGE', { origin: 'null' })).toBe(true);
    expect(refused('get', { origin: 'null' })).toBe(true);
  });
});

const request = (url: string, init: RequestInit = {}) => new Request(OWN + url, init);

describe('query strings', () => {
  const schema = z.strictObject({ q: z.string().optional(), n: wholeNumber(1, 50).default(20) });
  const read = (search: string) => readQuery(request(`/x${search}`), schema);

  test('any text that is sent escaped arrives as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (q) => {
        expect(read(`?${new URLSearchParams({ q })}`).q).toBe(q.toWellFormed());
        expect(read(`?q=${encodeURIComponent(q.toWellFormed())}`).q).toBe(q.toWellFormed());
      }),
    );
  });

  test.each([
    '?q=a&q=b',
    '?q=a&q=a',
    '?x=1',
    '?Q=a',
    '?n=0',
    '?n=51',
    '?n=5.0',
    '?n=',
    '?n=%35%20',
    '?q=%ff',
    '?=',
    '?q[]=1',
    '?__proto__=1&q=1',
  ])('%s is refused', (search) => {
    expect(() => read(search)).toThrow(BankError);
  });

  test('whole numbers are what their digits say, within their bounds', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const parsed = wholeNumber(0, 1_000_000).safeParse(String(n));
        expect(parsed.success).toBe(n >= 0 && n <= 1_000_000);
        if (parsed.success) expect(parsed.data).toBe(n);
      }),
    );
  });

  test('nothing is asked for where nothing is taken', () => {
    expect(readQuery(request('/x'), noQuery)).toEqual({});
    expect(readQuery(request('/x?'), noQuery)).toEqual({});
  });
});

describe('bodies', () => {
  const schema = z.strictObject({ a: z.string() });
  const post = (body: BodyInit, type: string) =>
    request('/x', { method: 'POST', body, headers: { 'content-type': type } });

  test('a form says what was typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (a) => {
        const body = String(new URLSearchParams({ a }));
        const form = post(body, 'application/x-www-form-urlencoded;charset=UTF-8');
        expect(await readForm(form, schema)).toEqual({ a: a.toWellFormed() });
      }),
    );
  });

  test('JSON says what was sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (a) => {
        expect(await readJson(post(JSON.stringify({ a }), 'application/json'), schema)).toEqual({ a });
      }),
    );
  });

  test('a type that only looks right is refused', async () => {
    for (const type of [
      'application/jsonp',
      'text/json',
      'application/json-patch+json',
      'x application/json',
      '',
    ]) {
      await expect(readJson(post('{"a":""}', type), schema)).rejects.toMatchObject({
        code: 'unsupported_media_type',
      });
    }
  });

  test('too much is refused while it arrives, whatever length was told', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1024;
        controller.enqueue(new Uint8Array(1024).fill(0x20));
      },
    });
    const init = {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: { 'content-type': 'application/json', 'content-length': '5' },
    };
    await expect(readJson(request('/x', init as RequestInit), schema)).rejects.toMatchObject({
      code: 'too_large',
    });
    expect(sent).toBeLessThan(32 * 1024);
  });
});

describe('what a handler throws', () => {
  afterEach(() => vi.restoreAllMocks());
  const answerTo = (thrown: unknown) =>
    route(async () => {
      throw thrown;
    })(request('/x'), { params: Promise.resolve({}) });

  test('comes out as its code and status, and as nothing else', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const [code, status] of Object.entries(ERROR_STATUS)) {
      const answer = await answerTo(
        new BankError(code as keyof typeof ERROR_STATUS, 'A sentence.', { cause: new Error('secret') }),
      );
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.text()).not.toContain('secret');
    }
  });

  test('when it is a defect, is bland outside and whole in the log', async () => {
    const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const defect of [
      new Error('secret'),
      new TypeError('secret'),
      'secret',
      { secret: true },
      null,
      undefined,
    ]) {
      const answer = await answerTo(defect);
      expect(answer.status).toBe(500);
      expect(await answer.json()).toMatchObject({
        code: 'internal',
        requestId: answer.headers.get('x-request-id'),
      });
    }
    expect(String(written.mock.calls[0]?.[0])).toContain('secret');
    expect(String(written.mock.calls[0]?.[0])).toContain('"level":"error"');
  });

  test('by Redis being away is 503 with a time to come back', async () => {
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    for (const name of ['ClientOfflineError', 'SocketClosedUnexpectedlyError', 'DeadlineError']) {
      const answer = await answerTo(Object.assign(new Error('x'), { name }));
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    }
    expect(isRedisUnavailable(new Error('LOADING Redis is loading the dataset in memory'))).toBe(true);
    expect(isRedisUnavailable(new Error('Timeout limit was reached'))).toBe(true);
    expect(isRedisUnavailable(new Error('WRONGTYPE Operation against a key'))).toBe(false);
    expect(toBankError(new Error('NOPERM User web has no permissions')).code).toBe('internal');
  });
});

test('an answer is kept nowhere, unless it says how it may be', async () => {
  const kept = route(async () => json({}, { headers: { 'cache-control': 'public' } }));
  const usual = route(async () => json({}));
  const context = { params: Promise.resolve({}) };
  expect((await kept(request('/x'), context)).headers.get('cache-control')).toBe('public');
  expect((await usual(request('/x'), context)).headers.get('cache-control')).toBe('no-store');
});
