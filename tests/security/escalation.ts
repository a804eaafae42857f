/** Rows about becoming more than one is: by address, by field, by a role one no longer has. */
import { describe, expect } from 'vitest';
import { addressOf, changing, endpoints as handlers, personal } from '#tests/setup/endpoints.ts';
import { addressOfPage, byForm, byScript } from './act.ts';
import { ask, pairOf, type Web } from './ask.ts';
import { bodyFor, ownAddress, queryFor, takesJson } from './bodies.ts';
import { actions, isStaffs, OPEN_PAGES, pages } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS, signIn } from './security-world.ts';

const staffs = handlers.filter(isStaffs);
/** That somebody tried is recorded. */
const RECORDED = /redisBank:(?:audit|audithead|refused):/;
const GRABBED = {
  role: 'super-admin',
  user: 'x',
  userId: 'x',
  admin: true,
  permissions: ['*'],
  stepUpAt: 9e15,
};

export function escalationRows(): void {
  describe('by address', () => {
    row(
      "a customer gets 403 from every handler of the staff's, whatever is sent",
      async ({ web, bob, alice }) => {
        expect(staffs.length).toBeGreaterThan(0);
        for (const handler of staffs) {
          const { method, pattern } = handler;
          const path = addressOf(pattern, {
            id: alice.token.user,
            user: alice.token.user,
            sid: alice.token.sid,
          });
          for (const headers of [bob.browser, bob.native]) {
            const answer = await ask(web, path + queryFor(handler), {
              method,
              headers: { ...headers, 'content-type': 'application/json' },
              body: method === 'GET' ? undefined : (bodyFor(handler) ?? '{}'),
            });
            const told = [method, pattern, answer.status, answer.json?.code];
            expect(told).toEqual([method, pattern, 403, 'forbidden']);
          }
        }
      },
      { but: RECORDED },
    );

    row("an anonymous request gets 401 from every handler of the staff's", async ({ web }) => {
      for (const handler of staffs) {
        const answer = await ask(web, addressOf(handler.pattern) + queryFor(handler), {
          method: handler.method,
          headers: { 'content-type': 'application/json' },
          body: handler.method === 'GET' ? undefined : (bodyFor(handler) ?? '{}'),
        });
        expect([handler.pattern, answer.status]).toEqual([handler.pattern, 401]);
      }
    });

    row(
      'a customer is led home from every page of the staff, and staff from every page of a customer',
      async (world) => {
        const { web, bob, adam } = world;
        for (const page of pages()) {
          if (OPEN_PAGES.has(page.pattern)) continue;
          const [who, home] = isStaffs(page) ? [bob, '/overview'] : [adam, '/staff'];
          for (const headers of [who.browser, who.native]) {
            for (const rsc of [{}, { rsc: '1' }] as Record<string, string>[]) {
              const answer = await ask(web, addressOfPage(page), { headers: { ...headers, ...rsc } });
              const at = new URL(answer.headers.location ?? '/nowhere', web.origin).pathname;
              expect([page.pattern, answer.status]).toEqual([page.pattern, 307]);
              // The router's own requests are first led to their proper address.
              expect([home, page.pattern]).toContain(at);
              expect(answer.text).not.toMatch(/Bob Carter|1580783161/);
            }
          }
        }
      },
    );

    row(
      "an action of the staff's does nothing for a customer",
      async ({ web, bob, alice }) => {
        for (const action of actions()) {
          if (!action.page.startsWith('/staff') || action.name === 'signOut') continue;
          const fields = {
            sid: alice.token.sid,
            user: alice.token.user,
            id: alice.token.user,
            role: 'super-admin',
          };
          for (const page of [action.page, '/overview', '/login', '/staff']) {
            for (const asked of [
              byScript(action, [fields], bob.browser),
              byForm(action, fields, bob.browser),
            ]) {
              const { status, cookies, text } = await ask(web, page, asked);
              expect([action.name, page, cookies, /"ok":true/.test(text)]).toEqual([
                action.name,
                page,
                [],
                false,
              ]);
              expect(status).toBeGreaterThanOrEqual(200);
            }
          }
        }
      },
      { but: RECORDED },
    );

    row(
      "no action of the staff's pages shows a customer or an anonymous request anything of them",
      async ({ web, adam, alice }) => {
        const found = actions().filter((action) => action.pages.some((pattern) => isStaffs({ pattern })));
        expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['signOut', 'switchLanguage']));
        // What any of those pages says of people: a session, a name, or an act in an audit log.
        const theirs = new RegExp(`${alice.token.sid}|${adam.cookieToken.sid}|data-user=|data-act=`);
        for (const action of found) {
          for (const page of action.pages.filter((pattern) => isStaffs({ pattern }))) {
            const customer = { cookie: pairOf(await signIn(web, { username: 'bob' })) };
            for (const headers of [customer, {}] as Record<string, string>[]) {
              for (const asked of [byForm(action, {}, headers), byScript(action, [{}], headers)]) {
                const answer = await ask(web, page, asked);
                expect([action.name, page, theirs.exec(answer.text)?.[0]]).toEqual([
                  action.name,
                  page,
                  undefined,
                ]);
              }
            }
            await ask(web, '/api/auth/logout', { method: 'POST', headers: customer });
          }
        }
        // The same request of who may see it does show it.
        const [language] = found.filter(({ name }) => name === 'switchLanguage');
        const shown = language && (await ask(web, '/staff', byForm(language, {}, adam.browser)));
        expect(theirs.test(shown?.text ?? '')).toBe(true);
      },
      { but: SESSIONS },
    );

    row(
      'the least of the staff ends nobody’s session and changes no role',
      async ({ web, adam, alice }) => {
        for (const handler of staffs.filter(({ method }) => method !== 'GET')) {
          const path = addressOf(handler.pattern, { id: alice.token.user, sid: alice.token.sid });
          const answer = await ask(web, path + queryFor(handler), {
            method: handler.method,
            headers: { ...adam.browser, 'content-type': 'application/json' },
            body: bodyFor(handler) ?? '{}',
          });
          expect([200, 400, 403, 404]).toContain(answer.status);
        }
        expect((await ask(web, '/api/session', { headers: alice.native })).status).toBe(200);
      },
      { but: RECORDED },
    );
  });

  describe('by field', () => {
    row(
      'no body may carry more than its handler knows',
      async ({ web, bob, adam }) => {
        for (const handler of changing.filter(takesJson)) {
          const who = isStaffs(handler) ? adam : bob;
          const given = JSON.parse(bodyFor(handler) ?? '{}');
          for (const [name, value] of Object.entries(GRABBED)) {
            const address = isStaffs(handler)
              ? addressOf(handler.pattern, { id: bob.token.user })
              : ownAddress(handler, bob);
            const answer = await ask(web, address, {
              method: handler.method,
              headers: { ...who.browser, 'content-type': 'application/json' },
              body: JSON.stringify({ ...given, [name in given ? `${name}s` : name]: value }),
            });
            // Who may not do it at all hears that, whatever the body.
            const told = [handler.pattern, name, answer.status, answer.cookies];
            const refused = answer.status === 403 ? 403 : 400;
            expect(told).toEqual([handler.pattern, name, refused, []]);
          }
        }
      },
      { but: RECORDED },
    );

    row('no query may name somebody', async ({ web, bob, alice }) => {
      for (const handler of personal) {
        if (isStaffs(handler)) continue;
        const { pattern } = handler;
        const path = ownAddress(handler, bob);
        for (const name of ['user', 'userId', 'role', 'username', 'account', 'scope', 'sid']) {
          const answer = await ask(
            web,
            `${path}${path.includes('?') ? '&' : '?'}${name}=${alice.token.user}`,
            {
              headers: bob.browser,
              maxBytes: 1,
            },
          );
          // A list over all accounts may be narrowed to one; somebody else's is as missing.
          const narrows = name === 'account' && pattern.startsWith('/api/transactions');
          expect([pattern, name, answer.status]).toEqual([pattern, name, narrows ? 404 : 400]);
        }
      }
    });

    row(
      'a role in a sign-in is refused, and a header is not asked for one',
      async ({ web }) => {
        expect((await signIn(web, { username: 'bob', role: 'super-admin' })).status).toBe(400);
        const form = await ask(web, '/perform_login', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: `username=bob&password=${PASSWORD}&role=super-admin`,
        });
        expect(form.status).toBe(400);
        const headers = { 'x-redisbank-role': 'super-admin', 'x-role': 'admin', 'x-redisbank-user': 'nora' };
        const entered = await signIn(web, { username: 'alice', mode: 'bearer' }, headers);
        expect(entered.json.user).toMatchObject({ username: 'alice', role: 'user' });
        const authorization = `Bearer ${entered.json.token}`;
        const answer = await ask(web, '/api/session', { headers: { authorization, ...headers } });
        expect(answer.json).toMatchObject({ username: 'alice', role: 'user', stepUpAt: 0 });
        await ask(web, '/api/auth/logout', { method: 'POST', headers: { authorization } });
      },
      { but: SESSIONS },
    );
  });

  describe('among staff', () => {
    row(
      'a revocation ends what a preview showed and nothing else, and colleagues see no session or address of who did it',
      async ({ web, adam }) => {
        const nora = await steppedUp(web);
        const customer = await bearerOf(web, 'alice');
        const { sid } = (await ask(web, '/api/session', { headers: customer })).json;
        const filter = { username: 'alice', sid };
        const post = async (path: string, body: object) =>
          (await ask(web, path, { method: 'POST', headers: nora, body: JSON.stringify(body) })).json;
        const preview = () => post('/api/staff/sessions/preview', { filter });
        await expect.poll(async () => (await preview()).count).toBe(1);
        const { asOf, count, seal } = await preview();
        const shown = { filter, asOf, expectedCount: count, seal };
        for (const forged of [
          { expectedCount: 1000 },
          { asOf: asOf + 1 },
          { asOf: 1 },
          { filter: { username: 'alice' } },
          { seal: '' },
          { seal: '1:null' },
          { seal: 'constructor:null' },
        ]) {
          const refused = await post('/api/staff/sessions/revoke', { ...shown, ...forged });
          expect([forged, refused.code]).toEqual([forged, 'conflict']);
        }
        expect((await ask(web, '/api/session', { headers: customer })).status).toBe(200);
        expect(await post('/api/staff/sessions/revoke', shown)).toMatchObject({ revoked: 1 });
        const log = '/api/staff/audit?username=alice&by=nora&limit=1';
        const at = async (headers: Record<string, string>) =>
          (await ask(web, log, { headers })).json.items[0];
        await expect.poll(async () => (await at(nora))?.detail.sid).toBe(sid);
        expect(await at(nora)).toMatchObject({ from: expect.stringMatching(/./), address: '127.0.0.1' });
        expect(await at(adam.native)).toMatchObject({ actorName: 'nora', from: '', address: '' });
        await ask(web, '/api/auth/logout', { method: 'POST', headers: nora });
      },
      { but: SESSIONS },
    );
  });

  describe('by a role that is no longer', () => {
    row(
      'a session from before the change is over at once, in every process',
      async ({ web, secure }) => {
        const sofia = await bearerOf(web, 'sofia');
        for (const served of [web, secure]) {
          expect((await ask(served, '/api/staff/sessions', { headers: sofia })).status).toBe(200);
        }
        const { user } = (await ask(web, '/api/session', { headers: sofia })).json;
        await changeRole(web, user, 'user');
        try {
          for (const served of [web, secure]) {
            const answer = await ask(served, '/api/staff/sessions', { headers: sofia });
            expect(answer.json).toMatchObject({ status: 401, code: 'session_ended' });
          }
          // Who signs in again is what they are now.
          const again = await bearerOf(web, 'sofia');
          expect((await ask(web, '/api/staff/sessions', { headers: again })).status).toBe(403);
        } finally {
          await changeRole(web, user, 'supervisor');
        }
      },
      // Roles and their index are what this is about.
      { but: /redisBank:(?:session|sessions|ended|audit|audithead|epoch|user|refused):/ },
    );
  });
}

async function bearerOf(web: Web, username: string): Promise<{ authorization: string }> {
  const { json } = await signIn(web, { username, mode: 'bearer' });
  return { authorization: `Bearer ${json.token}` };
}

/** The one super-admin there is, who has just given the password again. */
async function steppedUp(web: Web): Promise<{ authorization: string; 'content-type': string }> {
  const type = { 'content-type': 'application/json' };
  const stepped = await ask(web, '/api/auth/step-up', {
    method: 'POST',
    headers: { ...(await bearerOf(web, 'nora')), ...type },
    body: JSON.stringify({ password: PASSWORD }),
  });
  return { authorization: `Bearer ${stepped.json.token}`, 'content-type': 'application/json' };
}

async function changeRole(web: Web, user: string, role: string): Promise<void> {
  const changed = await ask(web, `/api/staff/users/${user}/role`, {
    method: 'PATCH',
    headers: await steppedUp(web),
    body: JSON.stringify({ role }),
  });
  expect([changed.status, changed.json.role]).toEqual([200, role]);
}
