/** Rows about anonymous requests: no key, no cookie, no page. */
import { describe, expect } from 'vitest';
import { addressOf, endpoints as handlers, isPublic, isSignIn } from '#tests/setup/endpoints.ts';
import { byForm, byScript } from './act.ts';
import { ask } from './ask.ts';
import { bodyFor, queryFor } from './bodies.ts';
import { actions, OPEN_PAGES, pages } from './pages-and-actions.ts';
import { row, textOf } from './security-world.ts';

export function anonymousRows(): void {
  describe('an anonymous request', () => {
    row(
      'makes no key and gets no cookie, whatever is presented and wherever',
      async ({ web, secure, redis, bob }) => {
        const counters = async () => (await redis.keys('redisBank:throttle:*')).length;
        const before = await counters();
        const unknown = { user: 'A'.repeat(22), sid: 'B'.repeat(22), secret: 'C'.repeat(43) };
        const guess = textOf({ ...bob.token, ...unknown } as typeof bob.token);
        const wrong = textOf({ ...bob.token, secret: unknown.secret });
        const presented: Record<string, string>[] = [
          {},
          { cookie: `redisBank=Fe26.2*1*${'a'.repeat(300)}; __Host-redisBank=Fe26.2*1*${'a'.repeat(300)}` },
          { cookie: `redisBank=${guess}` },
          { cookie: 'connect.sid=s%3Aabc.def; sid=1; session=1' },
          { authorization: `Bearer ${guess}` },
          { authorization: `Bearer ${wrong}` },
        ];
        for (const served of [web, secure]) {
          for (const headers of presented) {
            for (const handler of handlers) {
              if (isSignIn(handler)) continue;
              const { method, pattern } = handler;
              const path = addressOf(pattern, { id: bob.accounts[0] ?? '', sid: bob.token.sid, seq: '1' });
              const answer = await ask(served, path + queryFor(handler), {
                method,
                headers: { ...headers, 'content-type': 'application/json' },
                body: method === 'GET' ? undefined : (bodyFor(handler) ?? '{}'),
              });
              const told = [method, pattern, answer.status, answer.cookies];
              const expected = isPublic(handler) ? expect.any(Number) : 401;
              expect(told).toEqual([method, pattern, expected, []]);
            }
          }
        }
        expect(await counters()).toBe(before);
      },
    );

    row('sees no page but the sign-in and the one for no connection', async ({ web, secure }) => {
      for (const served of [web, secure]) {
        for (const { pattern, forAll } of pages()) {
          for (const method of ['GET', 'HEAD', 'POST']) {
            const answer = await ask(served, addressOf(pattern), { method });
            // Other pages that need no session need something else, a link to a new password above all.
            const status = OPEN_PAGES.has(pattern) ? [200] : forAll ? [307, 404] : [307];
            expect([pattern, method, status.includes(answer.status)]).toEqual([pattern, method, true]);
            expect([pattern, answer.cookies]).toEqual([pattern, []]);
          }
        }
      }
    });

    row('moves nothing by calling an action, on whichever page', async ({ web, bob }) => {
      const fields = { sid: bob.token.sid, user: bob.token.user, password: '', current: '', next: '' };
      for (const action of actions()) {
        for (const page of new Set([action.page, '/login'])) {
          for (const asked of [byScript(action), byScript(action, [fields]), byForm(action, fields)]) {
            const answer = await ask(web, page, asked);
            expect([action.name, page, answer.cookies]).toEqual([action.name, page, []]);
          }
        }
      }
      for (const headers of [bob.browser, bob.native]) {
        expect((await ask(web, '/api/session', { headers })).status).toBe(200);
      }
    });
  });
}
