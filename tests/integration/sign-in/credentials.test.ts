import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GET as getSession } from '#app/api/session/route.ts';
import { webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { formatToken, newToken } from '#lib/sessions/token.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { adminRedis, freshTag, newSession, newUser, withRedis } from '../sessions/session-helpers.ts';
import { bearerOf, cookieFor, headersOf, newPerson, refusal } from './sign-in-helpers.ts';

withRedis();

const URL_OF_SESSION = 'http://localhost:8080/api/session';
const context = { params: Promise.resolve({}) };
const ask = (headers: Headers, url = URL_OF_SESSION) => getSession(new Request(url, { headers }), context);

// Other files share the server, so what is written is seen by who wrote it: our connection's own commands.
let sent: string[] = [];
let restore: () => void;
beforeAll(() => {
  const redis = webRedis();
  const before = redis.sendCommand;
  redis.sendCommand = ((args: readonly unknown[], ...rest: []) => {
    sent.push(args.map(String).join(' '));
    return before.call(redis, args as string[], ...rest);
  }) as typeof before;
  restore = () => {
    redis.sendCommand = before;
  };
});
afterAll(() => restore());
const READS = /^(JSON\.GET|GET|TIME)\b/;

describe('anonymous requests create no key and no cookie', () => {
  it.each<[string, () => Headers | Promise<Headers>, number, string]>([
    ['nothing', () => headersOf(), 401, 'not_signed_in'],
    ['an empty cookie', () => headersOf({ cookie: 'redisBank=' }), 401, 'not_signed_in'],
    ['junk as a cookie', () => headersOf({ cookie: 'redisBank=junk' }), 401, 'not_signed_in'],
    ['the tutorial’s cookie', () => headersOf({ cookie: 'connect.sid=s%3Aabc.def' }), 401, 'not_signed_in'],
    [
      'a seal that is none',
      () => headersOf({ cookie: `redisBank=Fe26.2*1*${'a'.repeat(200)}` }),
      401,
      'not_signed_in',
    ],
    [
      'a seal of ours around a session that never was',
      () => cookieFor(newToken(freshTag())),
      401,
      'session_ended',
    ],
    ['junk as a bearer', () => headersOf({ authorization: 'Bearer junk' }), 401, 'bad_token'],
    [
      'a well-formed bearer of no session',
      () => headersOf({ authorization: `Bearer ${formatToken(newToken(freshTag()))}` }),
      401,
      'bad_token',
    ],
    [
      'both',
      () => headersOf({ cookie: 'redisBank=x', authorization: 'Bearer y' }),
      400,
      'credential_conflict',
    ],
    ['another scheme', () => headersOf({ authorization: 'Basic Ym9iOmZvb2JhcmVk' }), 401, 'not_signed_in'],
  ])('%s', async (_, headers, status, code) => {
    const given = await headers();
    sent = [];
    const response = await ask(given);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code });
    expect(response.headers.getSetCookie()).toEqual([]);
    for (const command of sent) expect(command).toMatch(READS);
  });

  it('a right session id with a wrong secret looks like a session that never was', async () => {
    const { token } = await newSession(await newUser(), { transport: 'bearer' });
    const guess = { ...token, secret: newToken(token.user).secret };
    const [wrong, missing] = await Promise.all(
      [guess, newToken(token.user)].map(async (one) => {
        const response = await ask(headersOf({ authorization: `Bearer ${formatToken(one)}` }));
        const { requestId, ...body } = await response.json();
        return [response.status, body];
      }),
    );
    expect(wrong).toEqual(missing);
  });

  it('a token in a URL is refused, whole, encoded, and beside a right cookie', async () => {
    const { text, headers } = await bearerOf(await newPerson());
    for (const query of [`?token=${text}`, `?x=${encodeURIComponent(text).replaceAll('.', '%2E')}`]) {
      const response = await ask(headers, URL_OF_SESSION + query);
      expect([response.status, (await response.json()).code]).toEqual([401, 'bad_token']);
    }
  });
});

describe('hostile credentials', () => {
  const evil = fc.constantFrom(
    '.',
    '*',
    '?',
    '{',
    '}',
    '[',
    ']',
    ':',
    '"',
    "'",
    '\\',
    '/',
    '%00',
    '%2e',
    '..',
    'redisBank',
    '~2',
    'Fe26.2*',
    'a'.repeat(22),
    'b'.repeat(43),
    '-'.repeat(22),
    '_',
    '=',
    '@',
    '$',
    '__proto__',
  );
  const hostile = fc.oneof(
    fc.array(evil, { maxLength: 10 }).map((parts) => parts.join('')),
    fc.string({ maxLength: 120 }).map((text) => text.replace(/[^\x21-\x7e]/g, '~')),
  );

  it('as a bearer: bad_token, and Redis hears of nothing but a well-formed id', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        sent = [];
        expect(await refusal(requireSession(headersOf({ authorization: `Bearer ${text}` })))).toBe(
          'bad_token',
        );
        for (const command of sent)
          expect(command).toMatch(/^(JSON\.GET|GET) redisBank:\w+:\{[\w-]{22}\}(:[\w-]{22})?$/);
      }),
      { numRuns: 500 },
    );
  });

  it('as a cookie: not signed in (or a naked token), and Redis hears of nothing', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        sent = [];
        const value = text.replaceAll(';', '');
        expect(await refusal(requireSession(headersOf({ cookie: `redisBank=${value}` })))).toMatch(
          /^(not_signed_in|bad_token)$/,
        );
        expect(sent).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('no key is left behind by any of it', async () => {
    const user = freshTag();
    for (const headers of [
      headersOf({ authorization: `Bearer ${formatToken(newToken(user))}` }),
      await cookieFor(newToken(user)),
    ]) {
      await refusal(requireSession(headers));
    }
    expect(await adminRedis().exists([keys.sessions(user), keys.epoch(user), keys.user(user)])).toBe(0);
  });
});
