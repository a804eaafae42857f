/** Rows about full details of one's own: whoever has a session but not the password sees them masked. */
import { describe, expect } from 'vitest';
import { keys } from '#lib/redis/keys.ts';
import { STEP_UP_MS } from '#lib/sessions/policy.ts';
import { byForm } from './act.ts';
import { type Answer, ask, pairOf } from './ask.ts';
import { everyAddress, ownPage } from './bodies.ts';
import { actions, pages } from './pages-and-actions.ts';
import { PASSWORD, row, SESSIONS, signIn, tokenIn, type World } from './security-world.ts';

type Fields = Record<string, string>;

/** Of bob: both numbers, the address, and the day in every way that a page or an answer writes it. */
const WHOLE = /15807831\d\d|bob@redisbank|1986-04-12|12\.? Apr[a-z.]* 1986/;
const wholeIn = ({ text }: Answer) => WHOLE.exec(text)?.[0];

/** All that bob can read that comes to an end; each page also as asked for with its details, and as a prefetch. */
function everyRead({ bob }: World): [path: string, headers: Fields][] {
  const drawn = pages().map((page) => ownPage(page, bob));
  return [
    ...everyAddress(bob).filter((path) => path !== '/api/events'),
    ...drawn.map((path) => `${path}?details=shown`),
    '/transaction/search?term=a',
    ...bob.accounts.map((account) => `/transactions/statement?account=${account}`),
  ].flatMap((path): [string, Fields][] =>
    drawn.includes(path.replace(/\?.*/, ''))
      ? [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }].map((more) => [path, more as Fields])
      : [[path, {}]],
  );
}

/** Those that do hold details for who may see them. */
const telling = (here: string): [path: string, headers: Fields][] =>
  ['/security', here, '/transactions/statement']
    .map((path): [string, Fields] => [`${path}?details=shown`, {}])
    .concat([
      ['/api/accounts', {}],
      ['/api/session', {}],
    ]);

async function nothingWhole(
  { web }: World,
  reads: [path: string, headers: Fields][],
  headers: Fields,
): Promise<void> {
  for (const [path, more] of reads) {
    const answer = await ask(web, path, { headers: { ...headers, ...more } });
    expect([path, more, wholeIn(answer)]).toEqual([path, more, undefined]);
  }
}

const action = (name: string) => {
  const found = actions().find((one) => one.name === name);
  if (!found) throw new Error(`there is no action ${name}`);
  return found;
};

export function detailRows(): void {
  describe('full details', () => {
    row('are in no answer and no page of who only signed in, nor in what a page carries', async (world) => {
      await nothingWhole(world, everyRead(world), world.bob.browser);
      // What is looked for would be found: the masked rest is there.
      const { text } = await ask(world.web, '/security', { headers: world.bob.browser });
      expect(text).toContain('b•••@redisbank.example');
    });

    row(
      'are shown to a form without script after the password alone, to nobody else, and for five minutes',
      async (world) => {
        const { web, redis, bob } = world;
        const cookie = pairOf(await signIn(web, { username: 'bob' }));
        const [account] = bob.accounts;
        const here = `/transactions/${account}/1`;
        const post = (name: string, fields: Fields, page = here) =>
          ask(web, page, byForm(action(name), { here, ...fields }, { cookie }));

        const asked = await post('toggleDetails', {});
        expect([asked.status, asked.headers.location]).toEqual([
          303,
          `/security?${new URLSearchParams({ act: 'details', here, error: 'step_up_required' })}`,
        ]);
        const wrong = await post('confirmDetails', { password: 'not this one' }, '/security');
        expect([wrong.cookies, wrong.headers.location]).toEqual([
          [],
          expect.stringContaining('error=wrong_credentials'),
        ]);
        await nothingWhole(world, telling(here), { cookie });

        const right = await post('confirmDetails', { password: PASSWORD }, '/security');
        expect([right.status, right.headers.location]).toEqual([303, `${here}?details=shown`]);
        const headers = { cookie: pairOf(right) };
        const see = async (path: string, more: Fields = {}) =>
          wholeIn(await ask(web, path, { headers: { ...headers, ...more } }));
        for (const [path] of telling(here)) {
          expect([path, await see(path)]).toEqual([path, expect.any(String)]);
          // A page only where its address asks for them, and nothing to a prefetch.
          if (path.includes('?'))
            expect([path, await see(path.replace(/\?.*/, ''))]).toEqual([path, undefined]);
          const prefetch = { rsc: '1', 'next-router-prefetch': '1' };
          expect([path, await see(path, prefetch)]).toEqual([path, undefined]);
        }
        // Who signed in on another device has proved nothing there, and the old cookie opens nothing.
        for (const other of [bob.browser, { cookie }]) await nothingWhole(world, telling(here), other);

        const token = await tokenIn(headers.cookie);
        const key = keys.session(token.user, token.sid);
        await redis.json.numIncrBy(key, '$.stepUpAt', -STEP_UP_MS);
        await nothingWhole(world, telling(here), headers);
        await ask(web, '/api/auth/logout', { method: 'POST', headers });
      },
      { but: SESSIONS },
    );

    row(
      'lead back to this site alone',
      async ({ web }) => {
        const cookie = pairOf(await signIn(web, { username: 'bob' }));
        for (const here of [
          '//evil.example',
          'https://evil.example',
          '/\\evil.example',
          '/api/session',
          '',
        ]) {
          for (const fields of [{ here, hide: 'hide' }, { here }] as Fields[]) {
            const { headers } = await ask(
              web,
              '/security',
              byForm(action('toggleDetails'), fields, { cookie }),
            );
            const to = new URL(headers.location ?? '', web.origin);
            expect([here, to.origin, to.pathname]).toEqual([here, web.origin, '/security']);
            expect(to.searchParams.get('here') ?? '/security').toBe('/security');
          }
        }
        await ask(web, '/api/auth/logout', { method: 'POST', headers: { cookie } });
      },
      { but: SESSIONS },
    );
  });
}
