/** Rows about the cookie: planted ones, its flags, and how it ends. */
import { describe, expect } from 'vitest';
import { addressOf, personal } from '#tests/setup/endpoints.ts';
import { byForm, byScript, byScriptWithForm } from './act.ts';
import { type Answer, ask, pairOf, type Web } from './ask.ts';
import { actions } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS, signIn, textOf, tokenIn, type World } from './security-world.ts';

const SEAL = 'Fe26\\.2\\*[^;]+';
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

const action = (name: string) => {
  const found = actions().find((one) => one.name === name);
  if (!found) throw new Error(`there is no action ${name}`);
  return found;
};

/** Every way in, with what a browser would send along. */
const WAYS_IN: [
  way: string,
  enter: (web: Web, username: string, headers?: Record<string, string>) => Promise<Answer>,
][] = [
  ['the API', (web, username, headers) => signIn(web, { username }, headers)],
  [
    "the tutorial's form",
    (web, username, headers) =>
      ask(web, '/perform_login', {
        method: 'POST',
        headers: { ...FORM_TYPE, ...headers },
        body: String(new URLSearchParams({ username, password: PASSWORD })),
      }),
  ],
  [
    'the page',
    (web, username, headers) =>
      ask(
        web,
        '/login',
        byScriptWithForm(action('signIn'), { username, password: PASSWORD }, headers, { error: null }),
      ),
  ],
];

const nameOf = (line: string): string => line.split('=')[0] ?? '';

/** Next writes the same in another order and spelling, and an expiry beside an age. */
const flagsOf = (line = ''): string[] =>
  line
    .toLowerCase()
    .split('; ')
    .slice(1)
    .filter((flag) => !flag.startsWith('expires='))
    .sort();

const sessionOf = (web: Web, cookie: string) => ask(web, '/api/session', { headers: { cookie } });

/** A request that a page of ours started, as a browser tells it. */
const OWN = { 'sec-fetch-site': 'same-origin' };

export function cookieRows(): void {
  describe('fixation', () => {
    for (const [way, enter] of WAYS_IN) {
      row(
        `no planted cookie is adopted when signing in by ${way}`,
        async ({ web, bob }) => {
          const planted = pairOf(await signIn(web, { username: 'bob' }));
          const { user, sid } = await tokenIn(planted);
          for (const cookie of [
            planted,
            `redisBank=${textOf(bob.token)}`,
            `redisBank=${user}.${sid}.${'A'.repeat(43)}`,
            `redisBank=Fe26.2*1*${'a'.repeat(300)}`,
            'redisBank=; connect.sid=s%3Aabc.def; sid=abc',
          ]) {
            const entered = await enter(web, 'alice', { cookie });
            const own = pairOf(entered);
            expect(entered.cookies.map(nameOf), cookie).toEqual(['redisBank', 'redisBankDevice']);
            expect(own).not.toBe(cookie);
            const [before, after] = [(await tokenIn(planted)).sid, (await tokenIn(own)).sid];
            expect(after).not.toBe(before);
            expect((await sessionOf(web, own)).json).toMatchObject({ username: 'alice' });
            await ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie: own } });
          }
          // Who planted it holds nothing now.
          expect((await sessionOf(web, planted)).status).toBe(401);
        },
        { but: SESSIONS },
      );
    }

    row(
      'what a device is known by lets nobody in, wherever it is sent, and nobody sees in it whose it is',
      async ({ web, alice }) => {
        const entered = await signIn(web, { username: 'alice' });
        const device = (entered.cookies[1] ?? '').split(';')[0] ?? '';
        const value = device.slice(device.indexOf('=') + 1);
        expect(value).toMatch(/^[\w-]{43}$/);
        expect([value.includes(alice.token.user), value.includes('alice')]).toEqual([false, false]);
        for (const { pattern } of personal) {
          for (const [name, sent] of [
            ['cookie', device],
            ['cookie', `redisBank=${value}`],
            ['authorization', `Bearer ${value}`],
          ] as const) {
            const answer = await ask(web, addressOf(pattern), { headers: { [name]: sent } });
            expect([pattern, answer.status, answer.cookies]).toEqual([pattern, 401, []]);
          }
        }
        await ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie: pairOf(entered) } });
      },
      { but: SESSIONS },
    );

    row(
      'of two cookies of our name none counts, since one of them was planted',
      async ({ web, bob, alice }) => {
        for (const cookie of [
          `${bob.browser.cookie}; ${alice.browser.cookie}`,
          `${alice.browser.cookie}; redisBank=x`,
          `redisBank=; ${bob.browser.cookie}`,
        ]) {
          const answer = await sessionOf(web, cookie);
          expect([answer.status, answer.json.code, answer.cookies]).toEqual([401, 'not_signed_in', []]);
        }
      },
    );

    row(
      'a step-up changes the token, and the one before authorises nothing',
      async ({ web }) => {
        const before = pairOf(await signIn(web, { username: 'alice' }));
        const stepped = await ask(web, '/api/auth/step-up', {
          method: 'POST',
          headers: { cookie: before, 'content-type': 'application/json' },
          body: JSON.stringify({ password: PASSWORD }),
        });
        const after = pairOf(stepped);
        expect((await tokenIn(after)).secret).not.toBe((await tokenIn(before)).secret);
        expect((await sessionOf(web, before)).json).toMatchObject({ status: 401, code: 'session_rotated' });
        expect((await sessionOf(web, after)).status).toBe(200);
        await ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie: after } });
      },
      { but: SESSIONS },
    );
  });

  describe('the cookie', () => {
    const configured: [how: string, of: (world: World) => Web, start: string, end: string][] = [
      ['over http on loopback', ({ web }) => web, 'redisBank', ''],
      ['over https', ({ secure }) => secure, '__Host-redisBank', '; Secure'],
    ];
    for (const [how, webOf, name, secure] of configured) {
      for (const [way, enter] of WAYS_IN) {
        row(
          `${how} has its flags when one enters by ${way}, and none that widens it`,
          async (world) => {
            const { cookies } = await enter(webOf(world), 'alice');
            expect(cookies.map(nameOf)).toEqual([name, `${name}Device`]);
            expect(cookies[0]).toMatch(new RegExp(`^${name}=${SEAL}`));
            expect(flagsOf(cookies[0])).toEqual(
              ['path=/', 'httponly', 'samesite=lax', ...(secure ? ['secure'] : [])].sort(),
            );
            // What the device is known by: random, and as closed to scripts and other sites as the session.
            expect(cookies[1]).toMatch(new RegExp(`^${name}Device=[\\w-]{43};`));
            expect(flagsOf(cookies[1])).toEqual(
              [
                'path=/',
                'httponly',
                'samesite=lax',
                `max-age=${180 * 86_400}`,
                ...(secure ? ['secure'] : []),
              ].sort(),
            );
            const cookie = (cookies[0] ?? '').split(';')[0] ?? '';
            await ask(webOf(world), '/api/auth/logout', { method: 'POST', headers: { cookie } });
          },
          { but: SESSIONS },
        );
      }

      row(
        `${how} outlives the browser when one asked for that, and staff cannot`,
        async (world) => {
          const [customer, staff] = [
            await signIn(webOf(world), { username: 'alice', remember: true }),
            await signIn(webOf(world), { username: 'sofia', remember: true }),
          ];
          expect(customer.cookies[0]).toMatch(
            new RegExp(`; HttpOnly; SameSite=Lax${secure}; Max-Age=604800$`),
          );
          expect(staff.cookies[0]).not.toMatch(/max-age|expires/i);
          for (const answer of [customer, staff]) {
            const ended = await ask(webOf(world), '/api/auth/logout', {
              method: 'POST',
              headers: { cookie: pairOf(answer) },
            });
            expect(ended.cookies).toEqual([`${name}=; Path=/; HttpOnly; SameSite=Lax${secure}; Max-Age=0`]);
            expect(ended.headers['clear-site-data']).toBe('"cache", "storage"');
          }
        },
        { but: SESSIONS },
      );
    }

    row('of one configuration is nothing under the other', async ({ web, secure, bob }) => {
      const [, value] = bob.browser.cookie.split(/=(.*)/s);
      // The same bank, the same seal: only the name says how it came.
      expect((await sessionOf(secure, bob.browser.cookie)).status).toBe(401);
      expect((await sessionOf(web, `__Host-redisBank=${value}`)).status).toBe(401);
      expect((await sessionOf(secure, `__Host-redisBank=${value}`)).status).toBe(200);
    });

    row(
      'of a session that is over is refused everywhere, and not deleted by that',
      async ({ web }) => {
        const cookie = pairOf(await signIn(web, { username: 'alice' }));
        await ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie } });
        for (const { pattern } of personal) {
          const { status, cookies } = await ask(web, addressOf(pattern), { headers: { cookie } });
          expect([pattern, status, cookies]).toEqual([pattern, 401, []]);
        }
      },
      { but: SESSIONS },
    );
  });

  describe('what the browser stored of the bank', () => {
    row('is emptied by no link of another site, no mail and no address that is typed', async ({ web }) => {
      const cleared = async (headers: Record<string, string>) =>
        (await ask(web, '/login?reason=signed_out', { headers })).headers['clear-site-data'];
      expect(await cleared(OWN)).toBe('"cache", "storage"');
      for (const site of ['cross-site', 'same-site', 'none']) {
        expect([site, await cleared({ 'sec-fetch-site': site })]).toEqual([site, undefined]);
      }
      expect(await cleared({})).toBeUndefined();
      expect(await cleared({ cookie: 'redisBank=junk', 'sec-fetch-site': 'cross-site' })).toBeUndefined();
    });
  });

  describe('signing out', () => {
    for (const [way, leave] of [
      [
        'the API',
        (web: Web, cookie: string) => ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie } }),
      ],
      [
        'the list of devices',
        async (web: Web, cookie: string) =>
          ask(web, `/api/sessions/${(await tokenIn(cookie)).sid}`, { method: 'DELETE', headers: { cookie } }),
      ],
      [
        "the page's button",
        (web: Web, cookie: string) =>
          ask(web, '/overview', byScript(action('signOut'), [], { cookie, ...OWN })),
      ],
      [
        "the page's button without script",
        async (web: Web, cookie: string) => {
          const left = await ask(web, '/overview', byForm(action('signOut'), {}, { cookie, ...OWN }));
          expect(left.headers.location).toBe('/login?reason=signed_out');
          const landed = await ask(web, left.headers.location ?? '', { headers: OWN });
          return {
            ...left,
            headers: { ...left.headers, 'clear-site-data': landed.headers['clear-site-data'] },
          };
        },
      ],
    ] as [string, (web: Web, cookie: string) => Promise<Answer>][]) {
      row(
        `by ${way} ends the session in Redis and takes along what the browser kept`,
        async ({ web }) => {
          const cookie = pairOf(await signIn(web, { username: 'alice' }));
          const left = await leave(web, cookie);
          expect(left.status).toBeLessThan(400);
          expect(left.cookies.map((text) => text.toLowerCase())).toEqual([
            expect.stringMatching(/^redisbank=; path=\/;.*max-age=0/),
          ]);
          expect(left.headers['clear-site-data']).toBe('"cache", "storage"');
          expect((await sessionOf(web, cookie)).json).toMatchObject({ status: 401, reason: 'signed_out' });
        },
        { but: SESSIONS },
      );
    }
  });
}
