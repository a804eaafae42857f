/**
 * That an answer is the same by both doors: ours, and Next's, which development uses. Next is played by what its server
 * does with the `Response` of a handler.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '#lib/http/contract.ts';
import type { Redis } from '#lib/redis/client.ts';
import { APP } from '#tests/setup/endpoints.ts';
import { adminRedis, connected, newCustomer, signedIn, somePostings, withEntries } from '../api/api-world.ts';
import { type Serving, startServing } from './serving.ts';

let redis: Redis;
let [ours, next]: Serving[] = [];
beforeAll(async () => {
  redis = await adminRedis();
  ours = await startServing();
  next = await startServing(byNext, undefined, []);
  await connected();
});
afterAll(async () => {
  await ours?.stop();
  await next?.stop();
  redis.destroy();
});

/** The files by address that this test asks for, with their variable parts. */
const FILES: [RegExp, string][] = [
  [/^\/api\/session$/, 'api/session'],
  [/^\/api\/auth\/logout$/, 'api/auth/logout'],
  [/^\/api\/events/, 'api/events'],
  [/^\/perform_login$/, 'perform_login'],
  [/^\/sw\.js$/, 'sw.js'],
  [/^\/api\/accounts\/(?<id>[^/]+)\/transactions\/export/, 'api/accounts/[id]/transactions/export'],
];

async function byNext(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { url = '', method = '' } = incoming;
  const [pattern, file] = FILES.find(([one]) => one.test(url)) ?? [];
  const routes = await import(pathToFileURL(path.join(APP, file ?? '', 'route.ts')).href);
  const handler: Endpoint = routes[method === 'HEAD' ? 'GET' : method];
  const hasBody = method === 'POST';
  const request = new Request(`http://localhost:8080${url}`, {
    method,
    headers: Object.entries(incoming.headers) as [string, string][],
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' } : {}),
  } as RequestInit);
  const params = { ...pattern?.exec(url)?.groups };
  const answer = await handler(request, { params: Promise.resolve(params) });
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) {
    if (name === 'set-cookie') response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  response.flushHeaders();
  if (answer.body) Readable.fromWeb(answer.body as never).pipe(response);
  else response.end();
}

/** What differs from one answer to the next. */
const CHANGING = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=redisBank\w*=)[^;]+/g;
/** How the body's end is told: by its length, which Next leaves to chunks. */
const FRAMING = ['date', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'];

type Asked = NonNullable<Parameters<Serving['ask']>[1]>;

async function seen(door: Serving | undefined, address: string, asked: Asked) {
  const { answered, request } = door?.open(address, asked) ?? {};
  const response = await answered;
  if (!response) throw new Error('not started');
  const told = Object.entries(response.headers).filter(([name]) => !FRAMING.includes(name));
  let text = '';
  for await (const chunk of response) {
    text += chunk;
    // A stream does not end by itself.
    if (address.startsWith('/api/events')) break;
  }
  request?.destroy();
  const headers = JSON.parse(JSON.stringify(Object.fromEntries(told)).replace(CHANGING, '…'));
  return { status: response.statusCode, headers, text: text.replace(CHANGING, '…') };
}

async function customer() {
  const { user, refs } = await newCustomer(redis);
  const [ref] = refs;
  if (!ref) throw new Error('no account');
  await withEntries(redis, ref, somePostings(3, 80));
  return { user, ref };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test.each<[kind: string, status: number, address: string, asked?: Asked, signed?: boolean]>([
  ['JSON', 200, '/api/session', {}, true],
  ['empty', 204, '/api/auth/logout', { method: 'POST' }, true],
  ['a problem', 401, '/api/session'],
  ['a problem of another origin', 403, '/api/auth/logout', { method: 'POST', headers: { origin: 'null' } }],
  ['a redirect', 302, '/perform_login', { method: 'POST', headers: FORM, body: 'username=none' }],
  ['a file', 200, '/sw.js'],
  ['a file with a policy of its own, without a body', 200, '/sw.js', { method: 'HEAD' }],
  ['a file made while it is sent', 200, '/api/accounts/:id/transactions/export?format=csv', {}, true],
  ['a stream', 200, '/api/events?after=0-0', {}, true],
])(
  '%s, %i, is the same by both doors, header by header',
  async (_kind, status, address, asked = {}, signed) => {
    const { user, ref } = await customer();
    const answers = [];
    for (const door of [ours, next]) {
      const headers = { ...asked.headers, ...(signed ? await signedIn(redis, user) : {}) };
      // One session is ended by its answer, and each has a time of its own.
      const answer = await seen(door, address.replace(':id', ref.account), { ...asked, headers });
      if (address === '/api/session' && status === 200) answer.text = typeof JSON.parse(answer.text);
      answers.push(answer);
    }
    expect(answers[0]?.status).toBe(status);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
    });
  },
);
