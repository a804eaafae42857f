/** Rows about what belongs to somebody else: the same answer as for what does not exist. */
import { describe, expect } from 'vitest';
import { addressOf, endpoints as handlers } from '#tests/setup/endpoints.ts';
import { byForm, byScriptWithForm } from './act.ts';
import { type Answer, ask, pairOf } from './ask.ts';
import { bodyFor, ownAddress, queryFor } from './bodies.ts';
import { actions } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS_AND_EPOCHS, signIn, tokenIn, type World } from './security-world.ts';

const NO_ACCOUNT = 'a_0000000000';
const NO_SESSION = 'A'.repeat(22);

const ofAccounts = handlers.filter(({ pattern }) => pattern.includes('/accounts/:id'));

/** An answer without what differs from request to request. */
function bare({ status, json, text, headers }: Answer) {
  const { requestId: _, ...rest } = json ?? {};
  const { date: _date, 'x-request-id': _id, 'content-security-policy': _csp, link: _link, ...same } = headers;
  return { status, body: json ? rest : text.length, headers: Object.keys(same).sort() };
}

/** The asked-for id is in a page's own script, nonces too; what is left must not tell the two apart. */
const barePage = ({ status, text }: Answer, ids: string[]) => ({
  status,
  text: ids.reduce(
    (page, id) => page.replaceAll(id, '…'),
    text.replace(/nonce="[^"]*"|nonce\\":\\"[^"]*"/g, ''),
  ).length,
});

export function otherRows(): void {
  describe("somebody else's", () => {
    row(
      'account is as missing as one that does not exist, by every handler of accounts',
      async ({ web, bob, alice }) => {
        expect(ofAccounts.length).toBeGreaterThanOrEqual(5);
        expect(alice.accounts.length).toBeGreaterThan(0);
        for (const handler of ofAccounts) {
          const { method, pattern } = handler;
          for (const headers of [bob.browser, bob.native]) {
            const asked = {
              method,
              headers: { ...headers, 'content-type': 'application/json' },
              ...(method === 'GET' ? {} : { body: bodyFor(handler) ?? '{}' }),
            };
            const of = async (id: string, seq = '1') =>
              bare(await ask(web, addressOf(pattern, { id, seq }) + queryFor(handler), asked));
            const missing = await of(NO_ACCOUNT);
            expect([method, pattern, missing.status]).toEqual([method, pattern, 404]);
            for (const id of alice.accounts) {
              for (const seq of ['1', '2', '999999'])
                expect([pattern, await of(id, seq)]).toEqual([pattern, missing]);
            }
            // What there is of one's own is found, so that the sameness above means something.
            // What is pending comes and goes; tests/integration/api/ownership.test.ts has one.
            if (method === 'GET' && !pattern.includes(':pid'))
              expect((await of(bob.accounts[0] ?? '')).status).toBe(200);
          }
        }
      },
    );

    row(
      'saved view is as missing as one that does not exist, and no list of another holds it or a search',
      async ({ web, bob, alice }) => {
        const send = (method: string, path: string, headers: Record<string, string>, body?: object) =>
          ask(web, path, {
            method,
            headers: { ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
            ...(body ? { body: JSON.stringify(body) } : {}),
          });
        const view = { name: 'Of Alice alone', filter: { q: 'aliceonly' } };
        const { id } = (await send('POST', '/api/views', alice.browser, view)).json;
        await send('POST', '/api/searches', alice.browser, { q: 'aliceonly' });
        for (const headers of [bob.browser, bob.native]) {
          const missing = bare(await send('DELETE', `/api/views/${NO_SESSION}`, headers));
          expect(missing.status).toBe(404);
          expect(bare(await send('DELETE', `/api/views/${id}`, headers))).toEqual(missing);
          for (const path of ['/api/views', '/api/searches', '/transactions']) {
            expect((await ask(web, path, { headers })).text).not.toContain('aliceonly');
          }
        }
        const { items } = (await send('GET', '/api/views', alice.native)).json;
        expect(items).toContainEqual({ id, ...view });
        expect((await send('DELETE', `/api/views/${id}`, alice.browser)).status).toBe(204);
        expect((await send('DELETE', '/api/searches', alice.browser)).status).toBe(204);
      },
    );

    row(
      'merchants keep the categories that they were given, and are listed to nobody else',
      async (world) => {
        const { web, bob, alice } = world;
        const put = (headers: Record<string, string>, category: string) =>
          ask(web, '/api/me/categories', {
            method: 'PUT',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify({ counterparty: 'Of Alice alone', category }),
          });
        const listed = async (headers: Record<string, string>) =>
          (await ask(web, '/api/me/categories', { headers })).json.items;
        const undo = (headers: Record<string, string>) =>
          ask(web, '/api/me/categories?counterparty=Of+Alice+alone', { method: 'DELETE', headers });
        expect((await put(alice.browser, 'travel')).status).toBe(204);
        for (const headers of [bob.browser, bob.native]) {
          expect(await listed(headers)).toEqual([]);
          expect((await put(headers, 'pets')).status).toBe(204);
          expect((await undo(headers)).status).toBe(204);
        }
        expect(await listed(alice.native)).toEqual([{ counterparty: 'Of Alice alone', category: 'travel' }]);
        expect((await undo(alice.browser)).status).toBe(204);
      },
    );

    row('entry gets no note by an action of one’s own page', async ({ web, bob, alice }) => {
      const [action] = actions().filter(({ name }) => name === 'saveNote');
      if (!action) throw new Error('no such action');
      for (const account of [...alice.accounts, NO_ACCOUNT]) {
        const fields = { account, seq: '1', text: 'written by another' };
        for (const call of [byForm, byScriptWithForm]) {
          const { status, text } = await ask(web, action.page, call(action, fields, bob.browser));
          expect([account, status === 200 || status === 404]).toEqual([account, true]);
          expect(text).not.toMatch(/alice@/);
        }
      }
      const [own = ''] = bob.accounts;
      const note = { account: own, seq: '1', text: 'of one’s own' };
      expect((await ask(web, action.page, byForm(action, note, bob.browser))).status).toBe(303);
      const emptied = { ...note, text: '' };
      expect((await ask(web, action.page, byForm(action, emptied, bob.browser))).status).toBe(303);
    });

    row('account is no account for staff either', async ({ web, adam, alice }) => {
      for (const handler of ofAccounts.filter(({ method }) => method === 'GET')) {
        const { method, pattern } = handler;
        const path = ownAddress(handler, alice);
        const answer = await ask(web, path, { method, headers: adam.browser });
        expect([pattern, answer.status]).toEqual([pattern, 404]);
      }
    });

    row('account and entry are as missing from the pages', async ({ web, bob, alice }) => {
      const [their = ''] = alice.accounts;
      for (const path of [
        '/overview?account=ID',
        '/transactions?account=ID',
        '/transactions/ID/1',
        '/transactions/ID/2',
      ]) {
        const of = (id: string) => ask(web, path.replace('ID', id), { headers: bob.browser });
        const [missing, foreign] = [await of(NO_ACCOUNT), await of(their)];
        expect(foreign.text).not.toMatch(/Alice|alice@/);
        expect([path, barePage(foreign, [their])]).toEqual([path, barePage(missing, [NO_ACCOUNT])]);
      }
    });

    row('session is as missing as one that does not exist', async ({ web, bob, alice, adam }) => {
      const end = async (sid: string, headers: Record<string, string>) =>
        bare(await ask(web, `/api/sessions/${sid}`, { method: 'DELETE', headers }));
      for (const headers of [bob.browser, bob.native]) {
        const missing = await end(NO_SESSION, headers);
        for (const { sid } of [alice.token, alice.cookieToken, adam.token]) {
          expect(await end(sid, headers)).toEqual(missing);
        }
      }
      expect([403, 404]).toContain((await end(NO_SESSION, bob.browser)).status);
    });

    row(
      'session is not ended by an action of one’s own page, with or without the password',
      async ({ web, alice }) => {
        const ending = actions().filter(({ name }) => /end|session/i.test(name));
        expect(ending.length).toBeGreaterThan(1);
        for (const action of ending) {
          for (const { sid, user } of [alice.token, alice.cookieToken]) {
            for (const password of ['', PASSWORD]) {
              const fields = { sid, user, password };
              for (const call of [byForm, byScriptWithForm]) {
                // The password changes the token, so each try has a session of its own.
                const cookie = pairOf(await signIn(web, { username: 'carol' }));
                await ask(web, action.page, call(action, fields, { cookie }));
              }
            }
          }
        }
        for (const headers of [alice.browser, alice.native]) {
          expect((await ask(web, '/api/session', { headers })).status).toBe(200);
        }
      },
      { but: SESSIONS_AND_EPOCHS },
    );

    row('sessions, audit log and accounts are in no list of one’s own', async ({ web, bob, alice }) => {
      const theirs = await foreignIds({ bob: alice });
      for (const path of [
        '/api/sessions',
        '/api/me/audit?limit=50',
        '/api/accounts',
        '/security',
        '/settings',
        '/overview',
      ]) {
        const { text, status } = await ask(web, path, { headers: bob.browser });
        expect(status).toBe(200);
        for (const id of theirs) expect([path, text.includes(id)]).toEqual([path, false]);
      }
    });
  });
}

async function foreignIds({ bob: whose }: Pick<World, 'bob'>): Promise<string[]> {
  const { sid } = await tokenIn(whose.browser.cookie);
  return [sid, whose.token.sid, whose.token.user, ...whose.accounts];
}
