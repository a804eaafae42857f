/** Rows about where one is led: never off this site, whatever the address, the form or the host says. */
import { describe, expect } from 'vitest';
import { byForm, byScriptWithForm } from './act.ts';
import { ask, askRaw, statusOf, type Web } from './ask.ts';
import { AWAY, NEXT } from './hostile.ts';
import { actions } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS } from './security-world.ts';

/** Where a browser would go. */
const ledTo = (web: Web, location: string): URL => new URL(location, `${web.origin}/from/here`);

export function redirectRows(): void {
  describe('no redirect leaves the site', () => {
    row('that an address asks for', async ({ web, secure, bob }) => {
      for (const served of [web, secure]) {
        for (const path of AWAY) {
          for (const headers of [{}, bob.browser] as Record<string, string>[]) {
            for (const accept of ['text/html', '*/*']) {
              const { status, headers: answered } = await ask(served, path, {
                headers: { ...headers, accept },
              });
              expect([path, status < 500]).toEqual([path, true]);
              if (answered.location === undefined) continue;
              expect([path, ledTo(served, answered.location).origin]).toEqual([path, served.origin]);
              // Read as a path by whoever follows it, too.
              expect(answered.location).not.toMatch(/^[/\\]{2}|[\r\n\t\\]/);
            }
          }
        }
      }
    });

    row('that another host is asked for', async ({ web }) => {
      for (const [header, value] of [
        ['host', 'evil.example'],
        ['host', `evil.example:${web.port}`],
        ['host', `localhost:${web.port}@evil.example`],
        ['host', `localhost.evil.example:${web.port}`],
        ['host', ''],
      ] as const) {
        for (const path of ['/', '/overview', '/overview/', '/index.html', '/api/health']) {
          const answer = await ask(web, path, { headers: { [header]: value, accept: 'text/html' } });
          expect([value, path, answer.status, answer.headers.location]).toEqual([
            value,
            path,
            400,
            undefined,
          ]);
        }
      }
      for (const name of [
        'x-forwarded-host',
        'x-original-host',
        'x-host',
        'forwarded',
        'x-rewrite-url',
        'x-original-url',
      ]) {
        for (const path of ['/', '/overview', '/overview/', '/index.html', '/login/']) {
          const value =
            name === 'forwarded'
              ? 'host=evil.example'
              : name.endsWith('url')
                ? '/api/health'
                : 'evil.example';
          const { headers, text } = await ask(web, path, { headers: { [name]: value, accept: 'text/html' } });
          expect([name, path, ledTo(web, headers.location ?? '').origin]).toEqual([name, path, web.origin]);
          expect(text).not.toContain('evil.example');
        }
      }
    });

    row('that a whole address in the request line asks for', async ({ web }) => {
      for (const target of [
        'http://evil.example/overview',
        '//evil.example/',
        '\\\\evil.example',
        '*',
        'evil',
      ]) {
        const answer = await askRaw(
          web,
          `GET ${target} HTTP/1.1\r\nHost: ${new URL(web.origin).host}\r\nConnection: close\r\n\r\n`,
        );
        expect([target, statusOf(answer), /^location:/im.test(answer)]).toEqual([target, 400, false]);
      }
    });

    row(
      'that a sign-in is told to end with',
      async ({ web }) => {
        const signIn = actions().find(({ name }) => name === 'signIn');
        if (!signIn) throw new Error('there is no sign-in');
        for (const next of NEXT) {
          const page = await ask(web, `/login?next=${encodeURIComponent(next)}`);
          expect(page.text).not.toMatch(/(?:href|action|value)="(?:[^"]*evil\.example|javascript:|data:)/);
          const fields = { username: 'alice', password: PASSWORD, next };
          const entered = await ask(web, '/login', byScriptWithForm(signIn, fields, {}, { error: null }));
          expect(entered.cookies).toHaveLength(2);
          const location =
            String(entered.headers['x-action-redirect'] ?? entered.headers.location).split(';')[0] ?? '';
          expect([next, ledTo(web, location).origin]).toEqual([next, web.origin]);
          expect(['/overview', '/']).toContain(ledTo(web, location).pathname);
          const cookie = (entered.cookies[0] ?? '').split(';')[0] ?? '';
          await ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie } });
          const plain = await ask(web, '/login', byForm(signIn, { next, username: 'alice', password: 'x' }));
          expect([next, ledTo(web, plain.headers.location ?? '').origin]).toEqual([next, web.origin]);
        }
      },
      { but: SESSIONS },
    );
  });
}
