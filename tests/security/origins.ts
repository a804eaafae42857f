/** Rows about requests that another site started, and about methods that must not change anything. */
import { describe, expect } from 'vitest';
import { addressOf, changing, endpoints as handlers } from '#tests/setup/endpoints.ts';
import { addressOfPage, byForm, byScript } from './act.ts';
import { ask, type Web } from './ask.ts';
import { bodyFor, everyAddress, ownAddress, queryFor, takesJson } from './bodies.ts';
import { EVIL, FOREIGN } from './hostile.ts';
import { actions, pages } from './pages-and-actions.ts';
import { PASSWORD, row, textOf, type World } from './security-world.ts';

const SERVED: [how: string, of: (world: World) => Web, cookie: (world: World) => string][] = [
  ['', ({ web }) => web, ({ bob }) => bob.browser.cookie],
  // The proxy's word counts there, but never for where a request began.
  [', behind a proxy', ({ secure }) => secure, ({ bob }) => `__Host-${bob.browser.cookie}`],
];

export function originRows(): void {
  describe('a state change that another site started is refused', () => {
    for (const [how, webOf, cookieOf] of SERVED) {
      row(`by every handler${how}`, async (world) => {
        expect(changing.length).toBeGreaterThan(10);
        for (const handler of changing) {
          const { method, pattern } = handler;
          const path = addressOf(pattern, {
            sid: world.bob.cookieToken.sid,
            id: world.bob.accounts[0] ?? '',
          });
          for (const [why, headers] of FOREIGN) {
            const answer = await ask(webOf(world), path + queryFor(handler), {
              method,
              headers: { cookie: cookieOf(world), 'content-type': 'application/json', ...headers },
              body: bodyFor(handler) ?? '{}',
            });
            const told = [method, pattern, why, answer.status, answer.json?.code, answer.cookies];
            expect(told).toEqual([method, pattern, why, 403, 'cross_origin', []]);
          }
        }
      });

      row(`by every action${how}`, async (world) => {
        const found = actions();
        expect(found.map(({ name }) => name)).toEqual(
          expect.arrayContaining(['signIn', 'signOut', 'endSession', 'endOtherSessions']),
        );
        const fields = { username: 'bob', password: PASSWORD, sid: world.alice.token.sid };
        for (const action of found) {
          for (const [why, headers] of FOREIGN) {
            const sent = { cookie: cookieOf(world), ...headers };
            for (const asked of [byScript(action, [], sent), byForm(action, fields, sent)]) {
              const answer = await ask(webOf(world), action.page, asked);
              const told = [action.name, why, answer.status, answer.json?.code, answer.cookies];
              expect(told).toEqual([action.name, why, 403, 'cross_origin', []]);
            }
          }
        }
      });
    }

    row('by every page, whatever is sent to it', async ({ web, bob }) => {
      for (const page of pages()) {
        for (const [why, headers] of FOREIGN) {
          const answer = await ask(web, addressOfPage(page), {
            method: 'POST',
            headers: { ...bob.browser, ...headers, 'content-type': 'text/plain' },
            body: 'x',
          });
          expect([page.pattern, why, answer.status]).toEqual([page.pattern, why, 403]);
        }
      }
    });

    row('no handler takes a body that a form of another site can send', async ({ web, bob }) => {
      const taking = changing.filter(takesJson);
      expect(taking.length).toBeGreaterThan(3);
      for (const handler of taking) {
        const path = ownAddress(handler, bob);
        // An old browser: neither header to tell where it came from.
        for (const type of [
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data; boundary=x',
          '',
        ]) {
          const answer = await ask(web, path, {
            method: handler.method,
            headers: { ...bob.browser, ...(type ? { 'content-type': type } : {}) },
            body: bodyFor(handler) ?? '{}',
          });
          expect([handler.pattern, type, answer.status]).toEqual([handler.pattern, type, 415]);
        }
      }
      const form = await ask(web, '/perform_login', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'username=bob&password=foobared',
      });
      expect(form.status).toBe(415);
    });

    row('no other site may read anything', async ({ web, secure, bob }) => {
      for (const served of [web, secure]) {
        for (const { pattern } of handlers) {
          for (const method of ['GET', 'OPTIONS']) {
            const answer = await ask(served, addressOf(pattern), {
              method,
              headers: {
                ...(pattern === '/api/events' ? {} : bob.browser),
                origin: EVIL,
                'access-control-request-method': 'POST',
                'access-control-request-headers': 'content-type, authorization',
              },
            });
            const names = Object.keys(answer.headers).filter((name) => name.startsWith('access-control'));
            expect([pattern, names]).toEqual([pattern, []]);
            expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
          }
        }
      }
    });
  });

  describe('what only reads changes nothing', () => {
    row('no GET and no HEAD, of any handler or page', async ({ web, bob, adam }) => {
      for (const who of [bob, adam]) {
        for (const headers of [who.browser, who.native]) {
          for (const path of everyAddress(bob)) {
            for (const method of ['GET', 'HEAD']) {
              const answer = await ask(web, path, { method, headers, maxBytes: 1 });
              expect([path, answer.status < 500, answer.cookies]).toEqual([path, true, []]);
            }
          }
        }
      }
    });

    row('no GET changes anything, in any disguise', async ({ web, bob, alice }) => {
      const disguises: [query: string, headers: Record<string, string>][] = [
        ['', {}],
        ['?_method=DELETE', {}],
        ['', { 'x-http-method-override': 'DELETE' }],
        ['', { 'x-http-method': 'POST', 'x-method-override': 'POST' }],
        ['?except=current', { 'x-http-method-override': 'DELETE' }],
        ['?username=bob&password=foobared', {}],
      ];
      for (const { pattern, method } of changing) {
        const path = addressOf(pattern, { sid: bob.cookieToken.sid, id: alice.accounts[0] ?? '' });
        for (const [query, headers] of disguises) {
          for (const as of ['GET', 'HEAD', 'OPTIONS']) {
            const answer = await ask(web, path + query, {
              method: as,
              headers: { ...bob.native, ...headers },
            });
            expect([method, pattern, as, answer.status < 500, answer.cookies]).toEqual([
              method,
              pattern,
              as,
              true,
              [],
            ]);
          }
        }
      }
      expect((await ask(web, '/api/session', { headers: bob.browser })).status).toBe(200);
    });

    row('no action runs by GET', async ({ web, bob }) => {
      for (const action of actions()) {
        for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          const { headers } = byScript(action, [], bob.browser);
          const answer = await ask(web, action.page, { method, headers });
          expect([action.name, method, answer.cookies]).toEqual([action.name, method, []]);
        }
      }
      expect(textOf(bob.token)).toBeTruthy();
    });
  });
}
