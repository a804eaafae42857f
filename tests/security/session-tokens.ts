/** Rows about what a request presents as its session. */
import { describe, expect } from 'vitest';
import { addressOf, changing, isPublic, isSignIn, personal } from '#tests/setup/endpoints.ts';
import { ask } from './ask.ts';
import { ownAddress, ownPage } from './bodies.ts';
import { pages } from './pages-and-actions.ts';
import { row, textOf, type World } from './security-world.ts';

type Headers = Record<string, string | string[]>;

/** Everything that needs a session. */
const guarded = [...personal, ...changing.filter((handler) => !isPublic(handler) && !isSignIn(handler))];

export function credentialRows(): void {
  describe('one credential is not the other', () => {
    const confused: [
      what: string,
      code: string,
      status: number,
      of: (world: World) => Promise<Headers> | Headers,
    ][] = [
      ['a cookie as a bearer', 'bad_token', 401, ({ bob }) => ({ authorization: `Bearer ${sealOf(bob)}` })],
      [
        "what is inside a browser's cookie, as a bearer",
        'bad_token',
        401,
        ({ bob }) => ({ authorization: `Bearer ${textOf(bob.cookieToken)}` }),
      ],
      ['a bearer as a cookie', 'bad_token', 401, ({ bob }) => ({ cookie: `redisBank=${textOf(bob.token)}` })],
      ['both at once', 'credential_conflict', 400, ({ bob }) => ({ ...bob.browser, ...bob.native })],
      [
        'a wrong bearer beside a good cookie',
        'credential_conflict',
        400,
        ({ bob }) => ({ ...bob.browser, authorization: 'Bearer x' }),
      ],
      ['an empty bearer', 'bad_token', 401, () => ({ authorization: 'Bearer' })],
      [
        'two bearers',
        'bad_token',
        401,
        ({ bob, alice }) => ({ authorization: `${bob.native.authorization}, ${alice.native.authorization}` }),
      ],
      [
        "one's own session with another's secret",
        'bad_token',
        401,
        ({ bob, alice }) => ({
          authorization: `Bearer ${textOf({ ...bob.token, secret: alice.token.secret })}`,
        }),
      ],
      [
        "another's tag before one's own session",
        'bad_token',
        401,
        ({ bob, alice }) => ({ authorization: `Bearer ${textOf({ ...bob.token, user: alice.token.user })}` }),
      ],
      [
        'a name and a password',
        'not_signed_in',
        401,
        () => ({ authorization: `Basic ${Buffer.from('bob:foobared').toString('base64')}` }),
      ],
      [
        'a token by another scheme',
        'not_signed_in',
        401,
        ({ bob }) => ({ authorization: textOf(bob.token) }),
      ],
      [
        'a token in a header of its own',
        'not_signed_in',
        401,
        ({ bob }) => ({
          'x-auth-token': textOf(bob.token),
          'x-redisbank-user': bob.token.user,
          'x-api-key': 'x',
        }),
      ],
      [
        'a cookie of another name',
        'not_signed_in',
        401,
        ({ bob }) => ({ cookie: `REDISBANK=${sealOf(bob)}` }),
      ],
      ['a cookie in quotes', 'not_signed_in', 401, ({ bob }) => ({ cookie: `redisBank="${sealOf(bob)}"` })],
      [
        'a seal without its last part',
        'not_signed_in',
        401,
        ({ bob }) => ({ cookie: bob.browser.cookie.replace(/[^*]*$/, '') }),
      ],
      [
        'a seal whose text was changed',
        'not_signed_in',
        401,
        ({ bob }) => ({ cookie: changed(bob.browser.cookie) }),
      ],
    ];
    for (const [what, code, status, of] of confused) {
      row(`${what}: ${code} at every address that needs a session`, async (world) => {
        const headers = await of(world);
        for (const { method, pattern } of guarded) {
          const answer = await ask(world.web, addressOf(pattern), {
            method,
            headers: { ...headers, 'content-type': 'application/json' },
            ...(method === 'GET' ? {} : { body: '{}' }),
          });
          const told = [method, pattern, answer.status, answer.json?.code, answer.cookies];
          // Handlers may look at their query first; nobody comes further than that.
          if (answer.json?.code === 'bad_request')
            expect(told).toEqual([method, pattern, 400, 'bad_request', []]);
          else expect(told).toEqual([method, pattern, status, code, []]);
        }
        const page = await ask(world.web, '/overview', { headers });
        expect([page.status, page.headers.location?.startsWith('/login')]).toEqual([307, true]);
      });
    }
  });

  describe('a token in an address', () => {
    row('is refused at every address, whoever asks, and not repeated', async ({ web, bob }) => {
      const token = textOf(bob.token);
      const places = [
        `?token=${token}`,
        `?access_token=${token}`,
        `/${token}`,
        `?x=${token.replaceAll('.', '%2E')}`,
      ];
      for (const pattern of new Set([...guarded.map((handler) => handler.pattern), '/overview', '/login'])) {
        for (const place of places) {
          for (const headers of [{}, bob.browser]) {
            const answer = await ask(web, addressOf(pattern) + place, { headers });
            expect([pattern, answer.status, answer.json?.code]).toEqual([pattern, 401, 'bad_token']);
            expect(answer.text).not.toContain(bob.token.secret);
          }
        }
      }
    });
  });

  describe('no answer gives away', () => {
    row('a secret, a digest, a seal or the name of a key', async ({ web, bob }) => {
      const paths = [
        ...personal.map((handler) => ownAddress(handler, bob)),
        ...pages().map((page) => ownPage(page, bob)),
      ];
      for (const headers of [bob.browser, bob.native]) {
        for (const path of paths) {
          const { text } = await ask(web, path, {
            headers,
            maxBytes: path === '/api/events' ? 1 : undefined,
          });
          for (const secret of [
            bob.token.secret,
            bob.cookieToken.secret,
            sealOf(bob),
            'Digest"',
            'redisBank:',
          ]) {
            expect([path, text.includes(secret)]).toEqual([path, false]);
          }
          expect(text).not.toMatch(/argon2|\$scrypt|"epoch"/);
        }
      }
    });
  });
}

const sealOf = ({ browser }: World['bob']): string => browser.cookie.slice('redisBank='.length);

/** One character in the middle of the ciphertext. */
function changed(pair: string): string {
  const at = Math.floor(pair.length / 2);
  return pair.slice(0, at) + (pair[at] === 'A' ? 'B' : 'A') + pair.slice(at + 1);
}
