/** Rows about passwords: who has an account is not told, and nobody tries for long. */
import { randomBytes } from 'node:crypto';
import { describe, expect } from 'vitest';
import { byScriptWithForm } from './act.ts';
import { type Answer, ask, type Web } from './ask.ts';
import { actions } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS, signIn } from './security-world.ts';

const WRONG = 'not the password';
const TIMED_TRIES = 5;

/** An address nobody else has: each is a source of its own, as far as the proxy is believed. */
const from = (address = freshAddress()) => ({ 'x-forwarded-for': address });
const freshAddress = () => `2001:db8:${randomBytes(2).toString('hex')}:${randomBytes(2).toString('hex')}::1`;
const unknownName = () => `n${randomBytes(6).toString('hex')}`;

/** An answer without what differs from request to request, and without the name that was typed. */
function bare({ status, headers, text }: Answer, name: string) {
  const told = Object.entries(headers).filter(
    ([header]) => !/^(?:date|x-request-id|content-length)$/.test(header),
  );
  const body = text
    .replaceAll(name, '…')
    .replace(/"requestId":"[^"]*"/, '')
    .replace(/nonce[^ ]*"[^"]*"/g, '');
  return {
    status,
    body,
    headers: told.map(([header, value]) => [header, String(value).replace(/nonce-[^']*|dur=[\d.]+/g, '')]),
  };
}

type Try = (
  web: Web,
  username: string,
  headers: Record<string, string>,
  password?: string,
) => Promise<Answer>;

const TRIES: [way: string, attempt: Try][] = [
  ['the API', (web, username, headers, password = WRONG) => signIn(web, { username, password }, headers)],
  [
    'the API, for a bearer',
    (web, username, headers, password = WRONG) =>
      signIn(web, { username, password, mode: 'bearer' }, headers),
  ],
  [
    "the tutorial's form",
    (web, username, headers, password = WRONG) =>
      ask(web, '/perform_login', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: String(new URLSearchParams({ username, password })),
      }),
  ],
  [
    'the page',
    (web, username, headers, password = WRONG) => {
      const action = actions().find(({ name }) => name === 'signIn');
      if (!action) throw new Error('there is no sign-in');
      return ask(web, '/login', byScriptWithForm(action, { username, password }, headers, { error: null }));
    },
  ],
];

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export function guessingRows(): void {
  describe('who has an account', () => {
    for (const [way, attempt] of TRIES) {
      row(
        `is not told by ${way}: known and unknown names are refused alike`,
        async ({ secure }) => {
          const took: Record<string, number[]> = { known: [], unknown: [] };
          for (let at = 0; at < TIMED_TRIES; at++) {
            const names = [
              ['known', at % 2 === 0 ? 'alice' : 'nora'],
              ['unknown', unknownName()],
            ] as const;
            const answers = [];
            // In turns, so that whatever else the machine does is shared out.
            for (const [kind, name] of at % 2 === 0 ? names : names.toReversed()) {
              const begun = performance.now();
              const answer = await attempt(secure, name, from());
              took[kind]?.push(performance.now() - begun);
              answers.push(bare(answer, name));
            }
            expect(answers[0]).toEqual(answers[1]);
          }
          const [known, unknown] = [median(took.known ?? []), median(took.unknown ?? [])];
          console.info(
            `${way}: a known name ${known.toFixed(1)} ms, an unknown one ${unknown.toFixed(1)} ms, ratio ${(known / unknown).toFixed(2)}`,
          );
        },
        { but: SESSIONS },
      );
    }

    row(
      'nor by when the tries run out',
      async ({ secure }) => {
        const told = [];
        for (const name of ['alice', unknownName()]) {
          const source = from();
          const answers: unknown[] = [];
          for (let at = 0; at < 8; at++) {
            const { status, headers, json } = await signIn(
              secure,
              { username: name, password: WRONG },
              source,
            );
            answers.push([status, json.code, json.title, headers['retry-after'] !== undefined]);
          }
          told.push(answers);
        }
        expect(told[0]).toEqual(told[1]);
      },
      { but: SESSIONS },
    );

    row('what is no name at all does not tell who has an account', async ({ secure }) => {
      for (const username of [
        '',
        ' ',
        '*',
        '../alice',
        'alice\u0000',
        'redisBank:user',
        '{x}',
        '\u202ealice',
        'a'.repeat(128),
      ]) {
        const answer = await signIn(secure, { username, password: WRONG }, from());
        expect([username, answer.status, answer.json.code]).toEqual([username, 401, 'wrong_credentials']);
      }
    });
  });

  describe('guessing', () => {
    for (const [way, attempt] of TRIES) {
      row(
        `by ${way} ends before the sixth try, and the right password does not help then`,
        async ({ secure }) => {
          const source = from();
          // The waits after the third and fourth are not sat out: a try in them is refused as well.
          for (let at = 0; at < 8; at++) await attempt(secure, 'alice', source);
          const blocked = await attempt(secure, 'alice', source, PASSWORD);
          expect(blocked.cookies).toEqual([]);
          expect(blocked.text).not.toContain('"token"');
          const told = await signIn(secure, { username: 'alice' }, source);
          expect(told.json).toMatchObject({ status: 429, code: 'throttled' });
          expect(Number(told.headers['retry-after'])).toBeGreaterThan(0);
          // The customer, elsewhere, notices nothing.
          const elsewhere = await signIn(secure, { username: 'alice', mode: 'bearer' }, from());
          expect(elsewhere.status).toBe(200);
          const authorization = `Bearer ${elsewhere.json.token}`;
          await ask(secure, '/api/auth/logout', { method: 'POST', headers: { authorization } });
        },
        { but: SESSIONS },
      );
    }

    row(
      'by an attacker at the same address does not lock the customer out on a device of theirs, and of nobody else',
      async ({ secure }) => {
        const device = async (username: string) => {
          const entered = await signIn(secure, { username }, from());
          const [session = '', known = ''] = entered.cookies.map((line) => line.split(';')[0] ?? '');
          await ask(secure, '/api/auth/logout', { method: 'POST', headers: { cookie: session } });
          return known;
        };
        const [own, other] = [await device('alice'), await device('bob')];
        const source = from();
        for (let at = 0; at < 8; at++) {
          await signIn(secure, { username: 'alice', password: WRONG }, source);
        }
        const forged = `__Host-redisBankDevice=${randomBytes(32).toString('base64url')}`;
        for (const cookie of ['', other, forged, own.replace('__Host-', '')]) {
          const refused = await signIn(secure, { username: 'alice' }, { ...source, cookie });
          expect([cookie, refused.status, refused.cookies]).toEqual([cookie, 429, []]);
        }
        const entered = await signIn(secure, { username: 'alice' }, { ...source, cookie: own });
        expect(entered.status).toBe(200);
        const cookie = (entered.cookies[0] ?? '').split(';')[0] ?? '';
        await ask(secure, '/api/auth/logout', { method: 'POST', headers: { cookie } });
      },
      { but: SESSIONS },
    );

    row(
      'cannot go on from an address that one only claims to have',
      async ({ web }) => {
        const name = unknownName();
        const claims = () => {
          const address = freshAddress();
          return {
            'x-forwarded-for': address,
            'x-real-ip': address,
            forwarded: `for="[${address}]"`,
            'x-redisbank-address': address,
            'x-client-ip': address,
            'cf-connecting-ip': address,
            'true-client-ip': address,
            'x-forwarded': address,
            'x-forwarded-for-': address,
          };
        };
        const statuses = [];
        for (let at = 0; at < 8; at++) {
          statuses.push((await signIn(web, { username: name, password: WRONG }, claims())).status);
        }
        expect(statuses.slice(0, 3)).toEqual([401, 401, 401]);
        expect(statuses.slice(3)).toEqual([429, 429, 429, 429, 429]);
      },
      { but: SESSIONS },
    );

    row(
      'cannot go on behind a proxy by hops that one adds oneself',
      async ({ secure }) => {
        const [name, own] = [unknownName(), freshAddress()];
        const statuses = [];
        for (let at = 0; at < 6; at++) {
          const source = from(`${freshAddress()}, ${own}`);
          statuses.push((await signIn(secure, { username: name, password: WRONG }, source)).status);
        }
        expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
      },
      { but: SESSIONS },
    );

    row(
      'cannot go on by spelling the name or the address otherwise',
      async ({ secure }) => {
        const network = `2001:db8:${randomBytes(2).toString('hex')}:1`;
        const spellings = ['alice', 'Alice', ' alice', 'ALICE ', 'ａｌｉｃｅ', 'alice\t'];
        const statuses = [];
        for (const [at, username] of spellings.entries()) {
          const source = from(`${network}::${(at + 1).toString(16)}`);
          statuses.push((await signIn(secure, { username, password: WRONG }, source)).status);
        }
        expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
      },
      { but: SESSIONS },
    );

    row(
      'many at once is no more than one after the other',
      async ({ secure }) => {
        const source = from();
        const tries = Array.from({ length: 20 }, () =>
          signIn(secure, { username: 'alice', password: WRONG }, source),
        );
        const statuses = (await Promise.all(tries)).map(({ status }) => status);
        expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(5);
        expect(statuses.filter((status) => status !== 401 && status !== 429)).toEqual([]);
      },
      { but: SESSIONS },
    );

    row(
      'within a session ends that session, and no other',
      async ({ secure, alice }) => {
        const source = from();
        const entered = await signIn(secure, { username: 'alice', mode: 'bearer' }, source);
        const headers = { authorization: `Bearer ${entered.json.token}` };
        const statuses = [];
        for (let at = 0; at < 5; at++) {
          // From places of its own, so that it is the session that counts and not the throttle.
          const answer = await ask(secure, '/api/auth/step-up', {
            method: 'POST',
            headers: { ...headers, ...from(), 'content-type': 'application/json' },
            body: JSON.stringify({ password: WRONG }),
          });
          statuses.push([answer.status, answer.json.code]);
        }
        expect(statuses.slice(0, 4)).toEqual(Array(4).fill([401, 'wrong_credentials']));
        expect(statuses[4]).toEqual([401, 'session_ended']);
        expect((await ask(secure, '/api/session', { headers })).status).toBe(401);
        expect((await ask(secure, '/api/session', { headers: alice.native })).status).toBe(200);
      },
      { but: SESSIONS },
    );
  });
}
