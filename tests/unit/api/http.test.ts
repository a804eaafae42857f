import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { answeredError, BankError, ERROR_STATUS, isRedisUnavailable, toBankError } from '#lib/errors.ts';
import { problem, reply } from '#lib/http/answer.ts';
import { type Access, endpoint } from '#lib/http/contract.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { noQuery, readForm, readJson, readQuery, requireType } from '#lib/http/read-request.ts';
import { logFailure } from '#lib/log-failure.ts';
import { refusalMeasure } from '#lib/measures.ts';
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
const context = { params: Promise.resolve({}) };
const anybody: Access<object> = { needs: 'nothing', refusals: [], authorise: async () => () => ({}) };

describe('query strings', () => {
  const schema = z.strictObject({ q: z.string().optional(), n: wholeNumber(1, 50).default(20) });
  const read = (search: string) => readQuery(`${OWN}/x${search}`, schema);

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
    expect(readQuery('/x', noQuery)).toEqual({});
    expect(readQuery('/x?', noQuery)).toEqual({});
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

  test('a type that only looks right is refused', () => {
    const refused = (kind: 'json' | 'form', type: string) => {
      try {
        requireType(new Headers({ 'content-type': type }), kind);
        return false;
      } catch (error) {
        expect(error).toMatchObject({ code: 'unsupported_media_type' });
        return true;
      }
    };
    for (const type of [
      'application/jsonp',
      'text/json',
      'application/json-patch+json',
      'x application/json',
      '',
      'application/x-www-form-urlencoded',
    ]) {
      expect(refused('json', type), type).toBe(true);
    }
    for (const type of ['application/json', 'Application/JSON;charset=utf-8', 'application/json ; x']) {
      expect(refused('json', type), type).toBe(false);
    }
    expect(refused('form', 'application/x-www-form-urlencoded;charset=UTF-8')).toBe(false);
    expect(refused('form', 'multipart/form-data; boundary=x')).toBe(true);
  });

  test('too much is refused while it arrives, whatever its declared length', async () => {
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
    endpoint({
      summary: '',
      access: anybody,
      answers: { 204: null },
      handler: () => {
        throw thrown;
      },
    })(request('/x'), context);

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

  test('by Redis being unavailable is 503 with a time to come back', async () => {
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

test('a failure is counted once, by the answer that it becomes, however often it is looked at', () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const told: string[] = [];
  refusalMeasure.listen((code) => told.push(code));
  const failure = new Error('no such function');
  toBankError(failure);
  logFailure('a caught failure', failure);
  new BankError('conflict', 'tried again, and done');
  expect(told).toEqual([]);
  problem(failure, 'id');
  expect(told).toEqual(['internal']);
  // Led on from one that makes answers to another.
  const refusal = new BankError('throttled', 'wait');
  answeredError(refusal);
  problem(refusal, 'id');
  expect(told).toEqual(['internal', 'throttled']);
});

test('an answer is kept nowhere, unless it says how it may be', async () => {
  const described = { summary: '', access: anybody, answers: { 200: z.object({}) } };
  const kept = endpoint({
    ...described,
    handler: () => reply({}, { headers: { 'cache-control': 'public' } }),
  });
  const usual = endpoint({ ...described, handler: () => ({}) });
  expect((await kept(request('/x'), context)).headers.get('cache-control')).toBe('public');
  expect((await usual(request('/x'), context)).headers.get('cache-control')).toBe('no-store');
});

describe('an endpoint refuses', () => {
  const seen: string[] = [];
  const own: Access<object> = {
    needs: 'session',
    refusals: ['not_signed_in', 'not_found'],
    authorise: async (headers) => {
      if (!headers.has('authorization')) throw new BankError('not_signed_in', '');
      return ({ id }) => {
        if (id !== 'mine') throw new BankError('not_found', '');
        return {};
      };
    },
  };
  const POST = endpoint({
    summary: '',
    access: own,
    body: z.strictObject({ a: z.string() }),
    answers: { 204: null },
    handler: () => void seen.push('handled'),
  });
  const statusOf = async (search: string, id: string, headers: Record<string, string>, body = '{"a":""}') => {
    const sent = request(`/x${search}`, { method: 'POST', body, headers });
    return (await POST(sent, { params: Promise.resolve({ id }) })).status;
  };
  const signed = { authorization: 'Bearer x', 'content-type': 'application/json' };

  test('what comes from elsewhere, then whoever is not signed in, then what it does not take, then what is not theirs', async () => {
    const foreign = { origin: 'https://evil.example' };
    expect(await statusOf('?x=1', 'yours', foreign, '')).toBe(403);
    expect(await statusOf('?x=1', 'yours', {}, '')).toBe(401);
    expect(await statusOf('?x=1', 'yours', signed, '')).toBe(400);
    expect(await statusOf('', 'yours', { ...signed, 'content-type': 'text/plain' }, '')).toBe(415);
    expect(await statusOf('', 'yours', signed, '')).toBe(404);
    expect(await statusOf('', 'mine', signed, '')).toBe(400);
    expect(seen).toEqual([]);
    expect(await statusOf('', 'mine', signed)).toBe(204);
    expect(seen).toEqual(['handled']);
  });
});
