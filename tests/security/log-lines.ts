/** Rows about the log: one line a record whatever is sent, and no secret in it. */
import { readFileSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { addressOf, personal } from '#tests/setup/endpoints.ts';
import { type Asked, ask, askRaw, type Web } from './ask.ts';
import { INK } from './hostile.ts';
import { actions } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS, signIn, textOf, type World } from './security-world.ts';

/** Typed where a password belongs, or a name: people mix them up. */
const TYPED = 'my-own-secret-passphrase';
const LINE = /^\[(web|second web|payments|worker)\] (.*)$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;

/** What a header can hold at all; the rest is sent as bytes below. */
const inHeader = (ink: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no header holds them
  Buffer.from(ink.replace(/[\u0000-\u001f\u007f]/g, ' '), 'utf8').toString('latin1');

/** Every place from which text may reach a log, with a request that is refused, redirected or served. */
const places = (ink: string): [path: string, asked?: Asked][] => [
  [`/${encodeURIComponent(ink)}`],
  [`/api/${encodeURIComponent(ink)}`],
  [`/overview?account=${encodeURIComponent(ink)}`],
  [`/transactions/${encodeURIComponent(ink)}/1`],
  [`/_next/image?url=${encodeURIComponent(`/api/${ink}`)}&w=640&q=75`],
  [`/_next/static/${encodeURIComponent(ink)}.js`],
  [`/login?next=${encodeURIComponent(ink)}&reason=${encodeURIComponent(ink)}`],
  ...[
    'user-agent',
    'referer',
    'cookie',
    'authorization',
    'x-request-id',
    'x-forwarded-for',
    'accept-language',
  ].map((name): [string, Asked] => ['/api/session', { headers: { [name]: inHeader(ink) } }]),
  ...['next-router-state-tree', 'next-url', 'rsc', 'next-router-segment-prefetch', 'purpose', 'accept'].map(
    (name): [string, Asked] => ['/overview', { headers: { [name]: inHeader(ink) } }],
  ),
  ...['next-action', 'content-type', 'origin', 'x-forwarded-host'].map((name): [string, Asked] => [
    '/login',
    {
      method: 'POST',
      headers: { 'content-type': 'text/plain', 'next-action': 'x', [name]: inHeader(ink) },
      body: ink,
    },
  ]),
  [
    '/login',
    {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: `--x\r\nContent-Disposition: form-data; name="$ACTION_ID_${ink}"\r\n\r\n${ink}\r\n--x--\r\n`,
    },
  ],
  ...actions().map(({ id, page }): [string, Asked] => [
    page,
    { method: 'POST', headers: { 'content-type': 'text/plain', 'next-action': id }, body: ink },
  ]),
];

const said = ({ bank }: World): string => readFileSync(bank.log, 'utf8');

/** Every line since `from`, each of which must be a record of ours. */
function recordsSince(world: World, from: number): { message: string }[] {
  const lines = said(world).slice(from).split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, , text = ''] = LINE.exec(line) ?? [];
    expect(text, 'a line that is no record').toMatch(
      /^\{"at":"[^"]+","level":"(?:info|warn|error)","message":"/,
    );
    expect(CONTROLS.test(line), 'a control character').toBe(false);
    return JSON.parse(text);
  });
}

async function writeEverywhere(web: Web): Promise<void> {
  for (const ink of INK) {
    for (const [path, asked] of places(ink)) await ask(web, path, asked);
    const host = new URL(web.origin).host;
    await askRaw(
      web,
      `GET /overview HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: ${ink}\r\nConnection: close\r\n\r\n`,
    );
    await askRaw(web, `GET /${ink} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  }
}

export function logRows(): void {
  describe('the log', () => {
    row('is one line a record, whatever is written into a request', async (world) => {
      const from = said(world).length;
      await writeEverywhere(world.web);
      const records = recordsSince(world, from);
      expect(records.map(({ message }) => message)).not.toContain('forged');
      // Something was said at all, or this row would prove nothing.
      expect(records.length).toBeGreaterThan(0);
    });

    row(
      'is one line a record for names and passwords that are none',
      async (world) => {
        const from = said(world).length;
        for (const ink of INK) {
          await signIn(
            world.secure,
            { username: ink, password: ink },
            { 'x-forwarded-for': '2001:db8:109::1' },
          );
        }
        expect(recordsSince(world, from).map(({ message }) => message)).not.toContain('forged');
      },
      { but: SESSIONS },
    );

    row('holds while Redis is unavailable, when every request is in it', async (world) => {
      const from = said(world).length;
      const { web, bank, bob } = world;
      await bank.redis.halt();
      try {
        for (const ink of INK) {
          for (const headers of [bob.native, bob.browser]) {
            for (const path of [
              `/transactions/${encodeURIComponent(ink)}/1`,
              `/api/sessions/${encodeURIComponent(ink)}`,
            ]) {
              const method = path.startsWith('/api/') ? 'DELETE' : 'GET';
              const { status } = await ask(web, path, { method, headers });
              // A NUL does not come that far.
              expect([path, [400, 503].includes(status)]).toEqual([path, true]);
            }
          }
        }
      } finally {
        await bank.redis.resume();
      }
      const records = recordsSince(world, from);
      expect(records.map(({ message }) => message)).not.toContain('forged');
      expect(records.length).toBeGreaterThan(5);
      await expect
        .poll(async () => (await ask(web, '/api/session', { headers: bob.native })).status)
        .toBe(200);
      await expect.poll(() => world.redis.isReady).toBe(true);
    });

    row(
      'has no token, seal, password or account number, whatever went wrong before',
      async (world) => {
        const { web, secure, bob, alice } = world;
        const token = textOf(bob.token);
        for (const { pattern } of personal) {
          await ask(web, `${addressOf(pattern)}?token=${token}`, { headers: bob.browser });
          await ask(web, `${addressOf(pattern)}/${token}`);
        }
        const link = 'R'.repeat(43);
        for (const method of ['GET', 'POST']) {
          await ask(web, `/reset?token=${bob.token.user}.${link}`, { method });
          await ask(web, `/reset/${bob.token.user}.${link}?token=${link}`, { method });
        }
        for (const fields of [
          { username: TYPED, password: TYPED },
          { username: 'alice', password: TYPED },
          { username: 'alice', password: { text: TYPED } },
          { username: 'alice', password: TYPED, [TYPED]: 1 },
        ]) {
          await signIn(secure, fields, { 'x-forwarded-for': '2001:db8:110::1' });
        }
        await ask(web, '/api/auth/login', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: `{"${TYPED}`,
        });
        const all = said(world);
        for (const secret of [
          TYPED,
          PASSWORD,
          link,
          token,
          bob.token.secret,
          bob.cookieToken.secret,
          alice.token.secret,
          alice.cookieToken.secret,
          bob.browser.cookie.slice(-60),
          'Fe26.2*',
          '1580783161',
          'bob@redisbank',
          'argon2',
          'test-secret',
          '1986-04-12',
        ]) {
          expect([secret.slice(0, 12), all.includes(secret)]).toEqual([secret.slice(0, 12), false]);
        }
      },
      { but: SESSIONS },
    );
  });
}
