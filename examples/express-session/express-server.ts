/**
 * express-session on the session layer. `node examples/express-session/express-server.ts` from the project's root, with
 * REDIS_URL naming a Redis with JSON; ann's password is `foobared`.
 */
import { randomBytes } from 'node:crypto';
import express from 'express';
import session from 'express-session';
import { connectRedis } from '#lib/redis/connect.ts';
import { addPerson, whoIs } from '../people.ts';
import { RedisSessionStore } from './redis-session-store.ts';

declare module 'express-session' {
  interface SessionData {
    visits: number;
  }
}

const url = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
const redis = await connectRedis(url, { name: 'example', deadlineMs: 500 });
const cached = await connectRedis(url, { name: 'example-cached', deadlineMs: 500, cacheEntries: 10_000 });
await addPerson(redis, 'ann', 'foobared');
const secret = process.env.COOKIE_SECRET ?? randomBytes(32).toString('base64url');

const app = express();
app.use(express.urlencoded({ extended: false, limit: '1kb' }));

// <the lines that matter>
const store = new RedisSessionStore({ redis, cached });
const cookie = { httpOnly: true, sameSite: 'lax', secure: 'auto' } as const;
app.use(session({ store, genid: store.genid, secret, cookie, resave: false, saveUninitialized: false }));

app.post('/sign-in', async (request, response) => {
  const person = await whoIs(redis, String(request.body?.name), String(request.body?.password));
  const signedIn = person && (await store.signIn(request, person));
  response.status(signedIn ? 200 : 401).end();
});
app.use((request, response, next) => (store.documentOf(request) ? next() : response.status(401).end()));
app.get('/', (request, response) => {
  request.session.visits = (request.session.visits ?? 0) + 1;
  response.json({ name: store.documentOf(request)?.username, visits: request.session.visits });
});
app.post('/sign-out', (request, response, next) => {
  request.session.destroy((error) => (error ? next(error) : response.status(204).end()));
});
// </the lines that matter>

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address())}\n`);
});
