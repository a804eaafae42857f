/** Rows about requests that are broken, too large or of a kind nobody serves. */
import { readFileSync, statSync } from 'node:fs';
import { describe, expect } from 'vitest';
import { addressOf, changing, endpoints as handlers, reading } from '#tests/setup/endpoints.ts';
import { byForm, byScript, byScriptWithForm, formOf } from './act.ts';
import { type Asked, ask, askRaw, statusOf } from './ask.ts';
import { bodyFor, own, ownAddress, ownPage, textParameters } from './bodies.ts';
import { ARGUMENTS, BODIES, FORMS, TEXTS } from './hostile.ts';
import { type Action, actions, isStaffs, pages } from './pages-and-actions.ts';
import { row, SESSIONS, signIn } from './security-world.ts';

const STRANGE_METHODS = [
  'TRACE',
  'TRACK',
  'CONNECT',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'PURGE',
  'SEARCH',
  'LINK',
  'QUERY',
];
const QUERIES = [
  'x=1',
  'a=1&a=2',
  '%',
  '%ff',
  'q=%ed%a0%80',
  '__proto__=1',
  'constructor[x]=1',
  '=',
  '&&&',
  'limit=1e3',
];
const BAD_LIMITS = [
  'limit=-1',
  'limit=0',
  'limit=99999999999999999999',
  'before=x',
  'after=x',
  'range=x',
  'limit=',
];
const FEW_TEXTS = TEXTS.filter((_, at) => at % 6 === 0);
const KIB = 1024;
const TAKES_NO_FORM = /^(?:signOut|endOtherSessions)$/;

export function malformedRows(): void {
  describe('a broken body', () => {
    for (const [why, body] of BODIES) {
      row(
        `${why}: refused by every handler, as a fault of who sent it`,
        async ({ web, bob, adam }) => {
          for (const handler of changing) {
            const { method, pattern } = handler;
            const who = isStaffs(handler) ? adam : bob;
            // Where no body is expected none is read.
            if (bodyFor(handler) === undefined && pattern !== '/perform_login') continue;
            const address = ownAddress(handler, who);
            for (const type of [
              'application/json',
              'application/json; charset=utf-16',
              'application/x-www-form-urlencoded',
            ]) {
              const answer = await ask(web, address, {
                method,
                headers: { ...who.browser, 'content-type': type },
                body,
              });
              // An empty form is that of somebody who typed nothing: back to the form.
              const known = pattern === '/perform_login' ? [302, 400, 415] : [400, 403, 404, 415];
              expect([method, pattern, type, known.includes(answer.status), answer.cookies]).toEqual([
                method,
                pattern,
                type,
                true,
                [],
              ]);
              expect(answer.text).not.toMatch(/SyntaxError|TypeError|ZodError|at .*:\d+:\d+/);
            }
          }
        },
        { but: SESSIONS },
      );
    }

    row(
      'larger than any real one: refused by every handler, action and page, unread',
      async ({ web, bob }) => {
        for (const handler of changing) {
          const { method, pattern } = handler;
          for (const size of [17 * KIB, 65 * KIB]) {
            if (size < 64 * KIB && bodyFor(handler) === undefined) continue;
            const answer = await ask(web, ownAddress(handler, bob), {
              method,
              headers: { ...bob.browser, 'content-type': 'application/json' },
              body: `{"password":"${'x'.repeat(size)}"}`,
            });
            const told = [method, pattern, size, answer.status];
            if (answer.status !== 403) expect(told).toEqual([method, pattern, size, 413]);
          }
        }
        const large = 'x'.repeat(65 * KIB);
        for (const action of actions()) {
          for (const asked of [
            byScript(action, [large], bob.browser),
            byForm(action, { large }, bob.browser),
          ]) {
            expect([action.name, (await ask(web, action.page, asked)).status]).toEqual([action.name, 413]);
          }
        }
        for (const { pattern } of pages()) {
          expect((await ask(web, addressOf(pattern), { method: 'POST', body: large })).status).toBe(413);
        }
      },
    );

    row(
      'of an action is the fault of who sent it: no way into it, no stack in answer or log',
      async ({ web, bob, bank }) => {
        const logged = statSync(bank.log).size;
        const known = async (action: Action, why: string, asked: Asked) => {
          const answer = await ask(web, action.page, asked);
          const told = [action.name, why, asked.headers?.['content-type']];
          expect([...told, answer.status < 500, answer.cookies]).toEqual([...told, true, []]);
          expect(answer.text).not.toMatch(/SyntaxError|TypeError|at .*:\d+:\d+|node_modules/);
          return answer;
        };
        const types = [
          'text/plain;charset=UTF-8',
          'application/json',
          'multipart/form-data',
          'multipart/form-data; boundary=x',
        ];
        const tried = actions();
        const wholly = tried.filter(({ name }) => !TAKES_NO_FORM.test(name)).slice(0, 2);
        for (const action of tried) {
          for (const [why, body] of BODIES) {
            // What reads them is the same for every action, so that two try them all; others get what a call has.
            for (const type of wholly.includes(action) ? types : types.slice(0, 1)) {
              // Signing out takes no arguments, so none of them can be wrong.
              const who = TAKES_NO_FORM.test(action.name) ? {} : bob.browser;
              await known(action, why, {
                method: 'POST',
                headers: { ...who, 'next-action': action.id, 'content-type': type },
                body,
              });
            }
          }
          const who = action.name === 'signOut' || /others/i.test(action.name) ? {} : bob.browser;
          for (const args of ARGUMENTS) {
            const asked = byScript(action, args, who);
            const answer = await known(action, JSON.stringify(args), asked);
            // What an action is given in place of a form is refused, whatever the action.
            if (TAKES_NO_FORM.test(action.name)) continue;
            expect([action.name, args, answer.status, answer.json?.code]).toEqual([
              action.name,
              args,
              400,
              'bad_request',
            ]);
          }
          // An empty password counts as a wrong one.
          const asker: Record<string, string> = /^confirm/.test(action.name) ? {} : who;
          for (const parts of FORMS) {
            for (const headers of [asker, { ...asker, 'next-action': action.id }]) {
              await known(action, parts, { ...byForm(action, {}, headers), body: formOf(parts) });
            }
          }
          await known(action, 'no field', byScriptWithForm(action, {}, asker, {}));
          await known(action, 'no field', byForm(action, {}, asker));
        }
        for (const id of [
          '',
          'x',
          '0'.repeat(42),
          `40${'ab'.repeat(20)}`,
          '__proto__',
          'constructor',
          'signIn',
          '../signIn',
        ]) {
          for (const body of ['[]', '["$K1"]', '[{"__proto__":{"x":1}}]', '["$1:__proto__:constructor"]']) {
            const answer = await ask(web, '/login', {
              method: 'POST',
              headers: { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' },
              body,
            });
            expect([id, answer.status >= 200, answer.cookies]).toEqual([id, true, []]);
            expect(answer.text).not.toMatch(/SyntaxError|TypeError|at .*:\d+:\d+|node_modules/);
          }
        }
        // After all that it still serves.
        expect((await ask(web, '/overview', { headers: bob.browser })).status).toBe(200);
        const lines = readFileSync(bank.log).subarray(logged).toString().split('\n');
        expect(lines.filter((line) => /"level":"error"|\\n +at /.test(line))).toEqual([]);
      },
    );
  });

  describe('a broken address', () => {
    row('is no fault of ours, at any handler or page', async ({ web, bob, adam }) => {
      for (const { pattern } of [...reading, ...pages()]) {
        const who = isStaffs({ pattern }) ? adam : bob;
        const path = ownPage({ pattern }, bob);
        for (const query of [...QUERIES, ...BAD_LIMITS]) {
          const answer = await ask(web, `${path}?${query}`, { headers: who.native, maxBytes: 1 });
          expect([path, query, answer.status < 500, answer.cookies]).toEqual([path, query, true, []]);
          const isData = pattern.startsWith('/api/') && answer.status >= 400;
          if (isData) expect(answer.headers['content-type']).toContain('application/problem+json');
        }
      }
    });

    row(
      'is no fault of ours, whatever text is asked for',
      async ({ web, bob }) => {
        const nora = {
          authorization: `Bearer ${(await signIn(web, { username: 'nora', mode: 'bearer' })).json.token}`,
        };
        const asked = reading.flatMap((handler) =>
          textParameters(handler).map((name) => ({ handler, name })),
        );
        expect(asked.length).toBeGreaterThan(5);
        for (const { handler, name } of asked) {
          const path = addressOf(handler.pattern, own(bob));
          // The search of transactions is asked far more in tests/integration/api/hostile.test.ts.
          for (const text of isStaffs(handler) ? TEXTS : FEW_TEXTS) {
            const answer = await ask(web, `${path}?${new URLSearchParams({ [name]: text })}`, {
              headers: isStaffs(handler) ? nora : bob.native,
              maxBytes: 1,
            });
            expect([path, name, text, answer.status < 500]).toEqual([path, name, text, true]);
          }
        }
        for (const text of FEW_TEXTS) {
          for (const [path, headers] of [
            ['/staff', nora],
            ['/transactions', bob.native],
          ] as const) {
            const answer = await ask(web, `${path}?${new URLSearchParams({ q: text })}`, { headers });
            expect([path, text, answer.status]).toEqual([path, text, 200]);
          }
        }
        await ask(web, '/api/auth/logout', { method: 'POST', headers: nora });
      },
      { but: SESSIONS },
    );

    row('of any segment is no fault of ours either', async ({ web, bob }) => {
      const segments = [
        '%00',
        '%0a',
        '%ff',
        '%c0%af',
        '%ed%a0%80',
        '..',
        '%2e%2e',
        '%2f',
        '*',
        '-1',
        '0',
        '1e9',
        '9'.repeat(40),
        '__proto__',
        'constructor',
        'toString',
        '%7b%7d',
        '%F0%9F%8F%A6',
        'a'.repeat(4000),
        '%25%32%65',
      ];
      for (const { method, pattern } of handlers.filter((handler) => /[:*]/.test(handler.pattern))) {
        for (const segment of segments) {
          const path = pattern.replace(/[:*]\w+/g, segment);
          const answer = await ask(web, path, { method, headers: bob.native });
          expect([method, path, answer.status >= 400 && answer.status < 500]).toEqual([method, path, true]);
        }
      }
    });

    row('a header beyond any real one is refused', async ({ web }) => {
      expect((await ask(web, `/login?x=${'a'.repeat(9 * KIB)}`)).status).toBe(400);
      const host = new URL(web.origin).host;
      const huge = await askRaw(web, `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${'a'.repeat(20 * KIB)}\r\n\r\n`);
      expect(statusOf(huge)).toBe(431);
    });
  });

  describe('a method that nobody serves', () => {
    row('is refused everywhere, and TRACE repeats nothing', async ({ web, secure, bob }) => {
      for (const served of [web, secure]) {
        const host = new URL(served.origin).host;
        for (const method of STRANGE_METHODS) {
          for (const path of [
            '/',
            '/login',
            '/overview',
            '/api/session',
            '/api/auth/logout',
            '/icon.svg',
            '/none',
          ]) {
            const answer = await askRaw(
              served,
              `${method} ${method === 'CONNECT' ? host : path} HTTP/1.1\r\nHost: ${host}\r\nCookie: ${bob.browser.cookie}\r\nX-Secret: sesame\r\nConnection: close\r\n\r\n`,
            );
            // A tunnel is not even answered, and what is no method at all is a broken request.
            const refused = method === 'CONNECT' ? answer === '' : [400, 405].includes(statusOf(answer));
            expect([method, path, refused]).toEqual([method, path, true]);
            // What is served instead is told (RFC 9110, 15.5.6).
            if (statusOf(answer) === 405)
              expect([method, path, answer]).toEqual([
                method,
                path,
                expect.stringMatching(/^allow: .*(?:GET|POST)/im),
              ]);
            expect(answer).not.toMatch(/sesame|Fe26/);
          }
        }
      }
    });

    row('by an address is told which it serves', async ({ web, bob }) => {
      for (const { pattern } of handlers) {
        const served = handlers
          .filter((handler) => handler.pattern === pattern)
          .map(({ method }): string => method);
        for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
          if (served.includes(method)) continue;
          const { status, headers } = await ask(web, addressOf(pattern), { method, headers: bob.native });
          expect([pattern, method, status]).toEqual([pattern, method, 405]);
          for (const allowed of served) expect(headers.allow).toContain(allowed);
        }
      }
      for (const { pattern } of pages()) {
        for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
          const { status, headers } = await ask(web, addressOf(pattern), { method, headers: bob.browser });
          expect([pattern, method, status, headers.allow]).toEqual([pattern, method, 405, 'GET, HEAD, POST']);
        }
      }
    });
  });
}
