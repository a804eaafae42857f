import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import session, { type SessionData } from 'express-session';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cachedRedis, webRedis } from '#lib/redis/client.ts';
import { dropCopies } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import type { NewSession } from '#lib/sessions/create.ts';
import { listSessions } from '#lib/sessions/list.ts';
import { revokeAllSessions } from '#lib/sessions/revoke.ts';
import { formatToken, parseToken, type Token } from '#lib/sessions/token.ts';
import {
  age,
  given,
  newSession,
  newUser,
  range,
  stored,
  withRedis,
} from '#tests/integration/sessions/session-helpers.ts';
import { RedisSessionStore } from '../../../examples/express-session/redis-session-store.ts';
import { cookieIn, liftedFolder, type Running, runExample } from './lifted.ts';

withRedis();

describe('the lines of docs/session-layer.md, with neither the bank nor Next beside them', () => {
  let server: Running;
  let remove = () => {};
  beforeAll(async () => {
    const lifted = liftedFolder();
    remove = lifted.remove;
    server = await runExample(lifted.folder, 'examples/express-session/express-server.ts');
  });
  afterAll(async () => {
    await server?.stop();
    remove();
  });

  const ask = (method: string, path: string, cookie = '', body?: URLSearchParams) =>
    fetch(`${server.origin}${path}`, { method, headers: { cookie }, body });
  const signIn = (password: string, cookie = '') =>
    ask('POST', '/sign-in', cookie, new URLSearchParams({ name: 'ann', password }));

  it('sign in, keep what the application puts there, and sign out', async () => {
    const response = await signIn('foobared');
    expect(response.status).toBe(200);
    const cookie = cookieIn(response);
    expect(await (await ask('GET', '/', cookie)).json()).toEqual({ name: 'ann', visits: 1 });
    expect(await (await ask('GET', '/', cookie)).json()).toEqual({ name: 'ann', visits: 2 });
    expect((await ask('POST', '/sign-out', cookie)).status).toBe(204);
    expect((await ask('GET', '/', cookie)).status).toBe(401);
  });

  it('give anonymous requests neither a session nor a cookie', async () => {
    for (const response of [await ask('GET', '/'), await signIn('wrong'), await ask('POST', '/sign-in')]) {
      expect(response.status).toBe(401);
      expect(cookieIn(response)).toBe('');
    }
  });

  it('a sign-in ends the session that the browser had, and adopts no id', async () => {
    const first = cookieIn(await signIn('foobared'));
    const second = cookieIn(await signIn('foobared', first));
    expect(second).not.toBe(first);
    expect((await ask('GET', '/', first)).status).toBe(401);
    expect((await ask('GET', '/', second)).status).toBe(200);
  });
});

/** An application of our own, whose requests can be held in the middle. Each store stands for a process. */
const servers: { close: () => void }[] = [];
async function application(store = new RedisSessionStore({ redis: webRedis(), cached: cachedRedis() })) {
  const app = express();
  app.use(
    session({ store, genid: store.genid, secret: 'of the tests', resave: false, saveUninitialized: false }),
  );
  let work: (request: express.Request) => unknown = () => {};
  app.use(async (request, response) => {
    const answered = await work(request);
    response.json(answered ?? null);
  });
  // What a handler throws, without a line on the console.
  app.use(((error, _request, response, _next) => {
    response.status(500).json(String(error));
  }) satisfies express.ErrorRequestHandler);
  const server = app.listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    store,
    /** One request that does this. */
    async handle(cookie: string, doing: (request: express.Request) => unknown) {
      work = doing;
      const response = await fetch(`http://127.0.0.1:${port}/`, { headers: { cookie } });
      return { status: response.status, body: await response.json(), cookie: cookieIn(response) };
    },
  };
}
afterAll(() => {
  for (const server of servers) server.close();
});

type Application = Awaited<ReturnType<typeof application>>;
type Data = SessionData & Record<string, unknown>;
const data = (request: express.Request) => request.session as unknown as Data;

async function signedIn(app: Application, more: Partial<NewSession> = {}) {
  const user = more.user ?? (await newUser());
  let token: Token | null = null;
  const { cookie } = await app.handle('', async (request) => {
    expect(await app.store.signIn(request, given(user, more))).toBe(true);
    token = parseToken(request.sessionID);
  });
  if (!token) throw new Error('nobody is signed in');
  return { user, cookie, token: token as Token };
}

const heldBy = async (app: Application, cookie: string) =>
  (await app.handle(cookie, (request) => request.session)).body as Record<string, unknown>;

/** Begins a request and holds it after it loaded its session; answers what lets it go on. */
async function held(app: Application, cookie: string, change: (session: Data) => void) {
  const loaded = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const done = app.handle(cookie, async (request) => {
    loaded.resolve();
    await gate.promise;
    change(data(request));
  });
  await loaded.promise;
  return async () => {
    gate.resolve();
    return (await done).status;
  };
}

describe('nothing brings a session back', () => {
  it('neither saving nor touching revives a session destroyed meanwhile in another process', async () => {
    const [here, there] = [await application(), await application()];
    const { cookie, token } = await signedIn(here);
    const save = await held(here, cookie, (session) => {
      session.late = true;
    });
    await age(token, 2 * 60_000, ['lastActiveAt']);
    const touch = await held(here, cookie, () => {});
    const ended = await there.handle(
      cookie,
      (request) => new Promise((done) => request.session.destroy(done)),
    );
    expect(ended.status).toBe(200);
    expect(await save()).toBe(200);
    expect(await touch()).toBe(200);
    expect(await stored(token)).toBeNull();
    expect(await heldBy(here, cookie)).not.toHaveProperty('late');
  });

  it('set and touch of a store that is asked directly do not either', async () => {
    const { store } = await application();
    const { token } = await newSession(await newUser());
    const id = formatToken(token);
    const session = { cookie: { originalMaxAge: null }, a: 1 } as unknown as SessionData;
    const call = (start: (done: (error?: unknown) => void) => void) =>
      new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
    await call((done) => store.set(id, session, done));
    await call((done) => store.destroy(id, done));
    await call((done) => store.set(id, session, done));
    await call((done) => store.touch(id, session, done));
    expect(await stored(token)).toBeNull();
    expect(await new Promise((done) => store.get(id, (_, found) => done(found)))).toBeNull();
  });

  it('a sign-in raced by the end of all sessions is refused and leaves nothing', async () => {
    const app = await application();
    const user = await newUser();
    await revokeAllSessions(webRedis(), user, 'revoked_all');
    const { body, cookie } = await app.handle('', async (request) => app.store.signIn(request, given(user)));
    expect(body).toBe(false);
    expect(cookie).toBe('');
    expect(await listSessions(webRedis(), user)).toEqual([]);
  });

  it('ending all of a user’s sessions ends those of express too', async () => {
    const app = await application();
    const { user, cookie } = await signedIn(app);
    await revokeAllSessions(webRedis(), user, 'revoked_all');
    const { body } = await app.handle(cookie, (request) => app.store.documentOf(request) !== null);
    expect(body).toBe(false);
  });
});

describe('no update is lost that the contract can keep', () => {
  it('requests that change different members at once keep both', async () => {
    const app = await application();
    const { cookie } = await signedIn(app);
    const cart = await held(app, cookie, (session) => {
      session.cart = ['tea'];
    });
    const theme = await held(app, cookie, (session) => {
      session.theme = 'dark';
    });
    await theme();
    await cart();
    expect(await heldBy(app, cookie)).toMatchObject({ cart: ['tea'], theme: 'dark' });
  });

  it('a member changed in place is saved, one deleted is gone, and one not looked at stays', async () => {
    const app = await application();
    const { cookie } = await signedIn(app);
    await app.handle(cookie, (request) =>
      Object.assign(data(request), { cart: { teas: 1 }, old: 1, none: null }),
    );
    await app.handle(cookie, (request) => {
      (data(request).cart as { teas: number }).teas = 2;
      delete data(request).old;
    });
    const now = await heldBy(app, cookie);
    expect(now).toMatchObject({ cart: { teas: 2 }, none: null });
    expect(now).not.toHaveProperty('old');
  });

  it('any name may be taken, those of the session itself too', async () => {
    const app = await application();
    const { cookie, token } = await signedIn(app);
    const names = {
      user: 'x',
      role: 'super-admin',
      _csrf: 'a',
      'content-type': 'b',
      Z: 1,
      ключ: 2,
      epoch: 99,
    };
    await app.handle(cookie, (request) => Object.assign(data(request), names));
    expect(await heldBy(app, cookie)).toMatchObject(names);
    expect(await stored(token)).toMatchObject({ user: token.user, role: 'user', epoch: 1 });
  });

  it('what an application sets on the cookie is kept, and its end follows the policy', async () => {
    const app = await application();
    const { cookie } = await signedIn(app);
    await app.handle(cookie, (request) => {
      request.session.cookie.maxAge = 60_000;
      data(request).seen = true;
    });
    const { cookie: kept } = await heldBy(app, cookie);
    expect(kept).toMatchObject({ originalMaxAge: 60_000, path: '/', httpOnly: true });
  });
});

describe('a session is somebody’s, and its id is a token', () => {
  it('Redis holds the digest alone', async () => {
    const app = await application();
    const { cookie, token } = await signedIn(app);
    expect(decodeURIComponent(cookie)).toContain(token.secret);
    expect(JSON.stringify(await stored(token))).not.toContain(token.secret);
  });

  it('what an anonymous request puts there is refused rather than kept', async () => {
    const app = await application();
    const { status, body } = await app.handle('', (request) => {
      data(request).cart = ['tea'];
      return new Promise((_, reject) => request.session.save(reject));
    });
    expect(status).toBe(500);
    expect(body).toContain('nobody is signed in');
  });

  it('at the limit the browser’s own session makes the room, and no other device loses one', async () => {
    const app = await application();
    const user = await newUser();
    const more = { user, policy: 'staff' } as const;
    const [first, second] = [await signedIn(app, more), await signedIn(app, more)];
    await app.handle(second.cookie, (request) => app.store.signIn(request, given(user, more)));
    const sids = (await listSessions(webRedis(), user)).map(({ sid }) => sid);
    expect(sids).toContain(first.token.sid);
    expect(sids).toHaveLength(2);
  });

  it('a request that changes nothing notes activity, once a step', async () => {
    const app = await application();
    const { cookie, token } = await signedIn(app);
    await age(token, 2 * 60_000);
    const before = await stored(token);
    // A copy of this process may be older than what was just moved by hand.
    dropCopies(keys.session(token.user, token.sid));
    for (const _ of range(3)) await app.handle(cookie, () => {});
    const after = await stored(token);
    expect(after?.lastActiveAt).toBeGreaterThan(before?.lastActiveAt ?? Infinity);
    expect(after?.absoluteExpiresAt).toBe(before?.absoluteExpiresAt);
  });
});
