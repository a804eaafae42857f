/**
 * The session layer in a bare node:http server. `node examples/bare-server/server.ts` from the project's root, with
 * REDIS_URL naming a Redis with JSON; ann's password is `foobared`.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { connectRedis } from '#lib/redis/connect.ts';
import { createSession } from '#lib/sessions/create.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import { revokeSession } from '#lib/sessions/revoke.ts';
import { formatToken, parseToken } from '#lib/sessions/token.ts';
import { isTouchDue, touchSession } from '#lib/sessions/touch.ts';
import { addPerson, whoIs } from '../people.ts';

const url = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';
const redis = await connectRedis(url, { name: 'example', deadlineMs: 500 });
const cached = await connectRedis(url, { name: 'example-cached', deadlineMs: 500, cacheEntries: 10_000 });
await addPerson(redis, 'ann', 'foobared');

type Answer = { status: number; body: string; cookie?: string };
const refused = (body = 'please sign in'): Answer => ({ status: 401, body });

// <the lines that matter>
async function answer(asked: string, token: string, name: string, password: string): Promise<Answer> {
  if (asked === 'POST /sign-in') {
    const person = await whoIs(redis, name, password);
    const made = person && (await createSession(redis, person));
    return made ? { status: 200, body: `welcome ${name}`, cookie: formatToken(made.token) } : refused();
  }
  const presented = parseToken(token);
  const reading = presented && (await readSession({ redis, cached }, presented));
  if (reading?.state !== 'active') return refused(reading?.state === 'ended' ? reading.reason : undefined);
  const { document, nowMs } = reading;
  if (asked === 'POST /sign-out') await revokeSession(redis, document, 'signed_out');
  else if (isTouchDue(document, nowMs)) await touchSession(redis, document);
  return { status: 200, body: `${asked === 'POST /sign-out' ? 'goodbye' : 'hello'} ${document.username}` };
}
// </the lines that matter>

const COOKIE = /(?:^|;\s*)sid=([^;]*)/;

async function respond(request: IncomingMessage): Promise<Answer> {
  const [, token = ''] = COOKIE.exec(request.headers.cookie ?? '') ?? [];
  const { name = '', password = '' } = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
  return answer(`${request.method} ${request.url}`, token, name, password);
}

const MAX_BYTES = 1024;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MAX_BYTES) throw new RangeError('the body is too large');
  }
  return body;
}

const server = createServer((request, response) => {
  respond(request)
    // Whatever went wrong, nobody is let in: if Redis cannot be asked, the answer is no.
    .catch((): Answer => ({ status: 503, body: 'please try again' }))
    .then(({ status, body, cookie }) => {
      if (cookie) response.setHeader('set-cookie', `sid=${cookie}; HttpOnly; Secure; SameSite=Lax; Path=/`);
      response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' }).end(body);
    });
});
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  process.stdout.write(`${JSON.stringify(server.address())}\n`);
});
