/** Rows about requests at work: whoever asks for much takes it from nobody else. */
import http from 'node:http';
import { describe, expect } from 'vitest';
import { type Asked, ask, pairOf, type Web } from './ask.ts';
import { row, SESSIONS, signIn, type World } from './security-world.ts';

const A_SESSION = 64;
const AN_ADDRESS = 256;
const A_FILE = 24;
const STREAMS = 8;
const NO_JSON = 'x'.repeat(50);

type Held = { answered: Promise<number>; finish: () => Promise<number>; leave: () => void };

/**
 * A request that stays at work: the rest of its body does not come until `finish`, which makes it a broken one. One
 * without a body stays as long as its answer does.
 */
function holdOne(web: Web, path: string, { method = 'GET', headers }: Asked): Held {
  const body = method === 'GET' ? '' : NO_JSON;
  const request = http.request({
    host: '127.0.0.1',
    port: web.port,
    path,
    method,
    agent: false,
    setHost: false,
    headers: {
      host: new URL(web.origin).host,
      ...(body && { 'content-type': 'application/json', 'content-length': String(body.length) }),
      ...headers,
    },
  });
  const answered = new Promise<number>((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (response) => {
      response.on('error', () => undefined).resume();
      resolve(response.statusCode ?? 0);
    });
  });
  answered.catch(() => undefined);
  if (body) request.write(body.slice(1));
  else request.end();
  return {
    answered,
    leave: () => request.destroy(),
    finish: () => {
      request.end(body.slice(0, 1));
      return answered;
    },
  };
}

const holdMany = (count: number, ...held: Parameters<typeof holdOne>): Held[] =>
  Array.from({ length: count }, () => holdOne(...held));

/** Runs `check` while they are at work, and expects that each was at work and is answered in the end. */
async function whileHeld(held: Held[], check: () => Promise<void>): Promise<void> {
  let statuses: number[] = [];
  try {
    await check();
  } finally {
    statuses = await Promise.all(held.map(({ finish }) => finish()));
  }
  expect(statuses).toEqual(held.map(() => 400));
}

const statusFor = async (web: Web, headers: Record<string, string>, path = '/api/session') =>
  (await ask(web, path, { headers })).status;

/** Waits until the requests that were sent have arrived. */
const isRefused = (web: Web, headers: Record<string, string>, path?: string) =>
  expect.poll(() => statusFor(web, headers, path)).toBe(429);

const noteOf = ({ accounts: [account = ''] }: World['bob']) => `/api/accounts/${account}/transactions/1/note`;

export function crowdingRows(): void {
  describe('what is recorded', () => {
    row(
      'is sixty acts a minute: the right password then waits, and signing out does not',
      async ({ secure, redis, bob }) => {
        const head = `redisBank:audithead:{${bob.token.user}}`;
        const from = { 'x-forwarded-for': '198.51.100.9' };
        const tryTwice = async () => {
          const minute = Math.floor(Number((await redis.time())[0]) / 60);
          await redis.hSet(head, { minute, acts: 59 });
          const [first, second] = [
            await signIn(secure, { username: 'bob', mode: 'bearer' }, from),
            await signIn(secure, { username: 'bob', mode: 'bearer' }, from),
          ];
          const authorization = `Bearer ${first.json.token}`;
          const out = await ask(secure, '/api/auth/logout', { method: 'POST', headers: { authorization } });
          return [first.status, second.status, out.status];
        };
        // A minute may end in between.
        await expect.poll(tryTwice).toEqual([200, 429, 204]);
        await redis.hDel(head, ['minute', 'acts']);
      },
      { but: SESSIONS },
    );
  });

  describe('much at once', () => {
    row(
      'of one session is refused, and the owner’s other session and other people are served',
      async ({ web, bob, alice }) => {
        const held = holdMany(A_SESSION, web, noteOf(bob), { method: 'PUT', headers: bob.browser });
        await whileHeld(held, async () => {
          await isRefused(web, bob.browser);
          const answer = await ask(web, '/api/session', { headers: bob.browser });
          const told = [answer.json.code, answer.headers['retry-after']];
          expect(told).toEqual(['throttled', '1']);
          const page = await ask(web, '/overview', { headers: bob.browser });
          expect([page.status, page.headers['retry-after'] !== undefined]).toEqual([429, true]);
          expect(await statusFor(web, bob.native)).toBe(200);
          expect(await statusFor(web, alice.browser)).toBe(200);
          expect(await statusFor(web, alice.browser, '/overview')).toBe(200);
        });
        expect(await statusFor(web, bob.browser)).toBe(200);
      },
    );

    row(
      'of one user is refused, whatever the sessions',
      async ({ web, bob, alice }) => {
        const third = { cookie: pairOf(await signIn(web, { username: 'bob' })) };
        const held = [bob.browser, bob.native].flatMap((headers) =>
          holdMany(A_SESSION, web, noteOf(bob), { method: 'PUT', headers }),
        );
        await whileHeld(held, async () => {
          await isRefused(web, third);
          expect(await statusFor(web, alice.browser)).toBe(200);
        });
        const out = await ask(web, '/api/auth/logout', { method: 'POST', headers: third });
        expect(out.status).toBe(204);
      },
      { but: SESSIONS },
    );

    row('of one address is refused, and another address is served', async ({ secure }) => {
      const from = (address: string) => ({ 'x-forwarded-for': address });
      const one = from('198.51.100.7');
      const held = holdMany(AN_ADDRESS, secure, '/api/auth/login', { method: 'POST', headers: one });
      await whileHeld(held, async () => {
        await isRefused(secure, one, '/api/health');
        expect(await statusFor(secure, from('198.51.100.8'), '/api/health')).toBe(200);
        expect(await statusFor(secure, from('198.51.100.8'), '/login')).toBe(200);
      });
      expect(await statusFor(secure, one, '/api/health')).toBe(200);
    });

    row(
      'is eight live streams for a session, and its owner’s other session has its own',
      async ({ web, bob }) => {
        const open = Array.from({ length: STREAMS }, () =>
          holdOne(web, '/api/events', { headers: bob.browser }),
        );
        try {
          await Promise.all(open.map(async ({ answered }) => expect(await answered).toBe(200)));
          await isRefused(web, bob.browser, '/api/events');
          const own = await ask(web, '/api/events', { headers: bob.native, maxBytes: 1 });
          expect(own.status).toBe(200);
          expect(await statusFor(web, bob.browser)).toBe(200);
        } finally {
          for (const { leave } of open) leave();
        }
      },
    );

    row('is two files for a session, beside which its pages are served', async ({ web, bob }) => {
      const file = `/api/accounts/${bob.accounts[0]}/transactions/export`;
      const room = A_SESSION - 2 * A_FILE;
      const note = { method: 'PUT', headers: bob.browser };
      const held = holdMany(room + 1, web, noteOf(bob), note);
      await whileHeld(held, async () => {
        await expect.poll(() => statusFor(web, bob.browser, file)).toBe(200);
        const more = holdMany(A_FILE, web, noteOf(bob), note);
        await whileHeld(more, async () => {
          await isRefused(web, bob.browser, file);
          expect(await statusFor(web, bob.browser, '/overview')).toBe(200);
          expect(await statusFor(web, bob.native, file)).toBe(200);
        });
      });
      expect(await statusFor(web, bob.browser, file)).toBe(200);
    });
  });
}
