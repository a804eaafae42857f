import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trustedProxies } from '#server/client-address.ts';
import { type Serving, startServing } from './serving.ts';

const OWN_HOST = 'localhost:8080';

/** A page that says which headers it was given. */
const echo = (serving: Parameters<typeof startServing>[1]) =>
  startServing((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ headers: request.headers, raw: request.rawHeaders }));
  }, serving);

let bank: Serving;
let behindProxy: Serving;
beforeAll(async () => {
  bank = await echo(() => false);
  behindProxy = await echo(trustedProxies(['127.0.0.1']));
});
afterAll(async () => {
  await bank.stop();
  await behindProxy.stop();
});

/** Sends bytes as they are, and answers what came back until the end. */
async function raw(bytes: string): Promise<string> {
  const socket = net.connect(bank.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  return text(socket);
}
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

describe('headers that only we may set', () => {
  const FORGED = {
    forwarded: 'for=203.0.113.9',
    'x-forwarded-for': '203.0.113.9',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'https',
    'X-Forwarded-Anything': '1',
    'x-real-ip': '203.0.113.9',
    'x-redisbank-address': '203.0.113.9',
    'x-redisbank-path': '/staff',
    'X-RedisBank-User': 'adam',
    'x-middleware-subrequest': 'proxy:proxy:proxy',
    'x-middleware-rewrite': '/staff',
    'x-nonce': 'abc',
    'content-security-policy': 'script-src *',
  };

  test('are deleted when a client sends them, and the address is that of the socket', async () => {
    const { json } = await bank.ask('/page', { headers: { ...FORGED, 'x-mine': 'kept' } });
    for (const name of Object.keys(FORGED)) {
      if (name !== 'x-redisbank-address') expect(json.headers, name).not.toHaveProperty(name.toLowerCase());
    }
    expect(json.headers['x-redisbank-address']).toBe('127.0.0.1');
    expect(json.headers['x-mine']).toBe('kept');
  });

  test('given several times are still the same', async () => {
    const { json } = await bank.ask('/page', { headers: { 'x-redisbank-address': ['1.1.1.1', '2.2.2.2'] } });
    expect(json.headers['x-redisbank-address']).toBe('127.0.0.1');
  });

  test('of a proxy that is named tell the address, and are deleted too', async () => {
    const { json } = await behindProxy.ask('/page', { headers: FORGED });
    expect(json.headers['x-redisbank-address']).toBe('203.0.113.9');
    expect(json.headers).not.toHaveProperty('x-forwarded-for');
  });

  test('a prefetch is marked as no activity before Next hides that it is one', async () => {
    const { json } = await bank.ask('/page', { headers: { 'next-router-prefetch': '1' } });
    expect(json.headers['x-activity']).toBe('background');
  });
});

describe('requests that go no further', () => {
  test.each(['TRACE', 'PROPFIND', 'PURGE', 'M-SEARCH', 'LINK'])(
    '%s: 405, with what is served instead',
    async (method) => {
      const answer = await bank.ask('/api/health', { method });
      expect(answer.json).toMatchObject({ status: 405, code: 'method_not_allowed' });
      expect(answer.headers.allow).toBe('HEAD, GET, OPTIONS');
    },
  );

  test('CONNECT gets no answer at all', async () => {
    expect(await raw(`CONNECT evil.example:443 HTTP/1.1\r\nHost: ${OWN_HOST}\r\n\r\n`)).toBe('');
  });

  test.each([
    ['an absolute address', 'http://evil.example/'],
    ['two slashes', '//evil.example/'],
    ['a slash and a backslash', '/\\evil.example'],
    ['a backslash', '/a\\b'],
    ['an escaped backslash', '/a%5cb'],
    ['an escaped NUL', '/a%00b'],
    ['a broken escape', '/a%2'],
    ['bad UTF-8', '/a%ff'],
    ['a long address', `/${'a'.repeat(9000)}`],
    ['a star', '*'],
  ])('%s: 400', async (_, path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: ${OWN_HOST}\r\nConnection: close\r\n\r\n`);
    expect(statusOf(answer)).toBe(400);
  });

  test.each([
    ['another name', 'Host: evil.example'],
    ['a name that ends like ours', 'Host: evil-localhost:8080'],
    ['a name that begins like ours', 'Host: localhost:8080.evil.example'],
    ['another port', 'Host: localhost:81'],
    ['an address in the network', 'Host: 192.168.1.5:8080'],
    ['no host', 'X: y'],
    ['an empty host', 'Host: '],
    ['two hosts', `Host: ${OWN_HOST}\r\nHost: evil.example`],
  ])('%s: 400, as a page elsewhere may point a name at us', async (_, header) => {
    const answer = await raw(`GET /page HTTP/1.1\r\n${header}\r\nConnection: close\r\n\r\n`);
    expect(statusOf(answer)).toBe(400);
  });

  test.each([
    ['a length and chunks', 'Content-Length: 5\r\nTransfer-Encoding: chunked'],
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6'],
    ['a length that is none', 'Content-Length: +5'],
    ['a header without a name', ': x'],
    ['a folded header', 'X: a\r\n b: c'],
  ])('%s: 400, since others may read it another way', async (_, header) => {
    const answer = await raw(`POST /page HTTP/1.1\r\nHost: ${OWN_HOST}\r\n${header}\r\n\r\nhello`);
    expect(statusOf(answer)).toBe(400);
  });

  test('what is no HTTP: 400', async () => {
    for (const bytes of ['hello\r\n\r\n', '\u0016\u0003\u0001\u0002\u0000', 'GET / HTTP/9.9\r\n\r\n']) {
      expect(statusOf(await raw(bytes))).toBe(400);
    }
  });

  test('a token in the address is refused, and not repeated', async () => {
    const token = `${'A'.repeat(22)}.${'B'.repeat(22)}.${'C'.repeat(43)}`;
    for (const path of [
      `/page?token=${token}`,
      `/page/${token}`,
      `/api/accounts?x=${token.replaceAll('.', '%2E')}`,
    ]) {
      const answer = await bank.ask(path);
      expect(answer.json).toMatchObject({ status: 401, code: 'bad_token' });
      expect(answer.text).not.toContain('BBBB');
    }
  });
});

describe('size', () => {
  test('headers beyond 16 KiB: 431', async () => {
    const answer = await raw(`GET /page HTTP/1.1\r\nHost: ${OWN_HOST}\r\nX: ${'a'.repeat(17_000)}\r\n\r\n`);
    expect(statusOf(answer)).toBe(431);
  });

  test('no header is silently left out, however many there are', async () => {
    const many = Array.from({ length: 300 }, (_, at) => `X-${at}: y`).join('\r\n');
    const answer = await raw(
      `GET /page HTTP/1.1\r\nHost: ${OWN_HOST}\r\n${many}\r\nX-Last: here\r\nConnection: close\r\n\r\n`,
    );
    expect(statusOf(answer)).toBe(200);
    expect(answer).toContain('"x-last":"here"');
  });

  test.each([
    ['too long', 'Content-Length: 65537'],
    ['of unknown length', 'Transfer-Encoding: chunked'],
  ])('a body that is %s: 413, and the connection ends before it is read', async (_, header) => {
    const answer = await raw(`POST /page HTTP/1.1\r\nHost: ${OWN_HOST}\r\n${header}\r\n\r\n`);
    expect(statusOf(answer)).toBe(413);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  test('a refusal is heard by a client that is still sending its body, and the line stays good', async () => {
    const socket = net.connect(bank.port, '127.0.0.1');
    const heard: string[] = [];
    socket.on('data', (data) => heard.push(String(data)));
    const head = (path: string, length: number) =>
      `POST ${path} HTTP/1.1\r\nHost: ${OWN_HOST}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
    // One refused by the server, one by a handler, before the second half of its body is there.
    for (const [path, length, status] of [
      ['/a%00b', 1000, 400],
      ['/api/auth/login', 60_000, 413],
      ['/perform_login', 1000, 415],
    ] as const) {
      heard.length = 0;
      socket.write(head(path, length) + 'x'.repeat(length / 2));
      await expect.poll(() => statusOf(heard.join(''))).toBe(status);
      socket.write('x'.repeat(length / 2));
    }
    heard.length = 0;
    socket.write(`GET /api/health HTTP/1.1\r\nHost: ${OWN_HOST}\r\n\r\n`);
    await expect.poll(() => statusOf(heard.join(''))).toBe(200);
    socket.destroy();
  });

  test('a body with GET: 400', async () => {
    const answer = await bank.ask('/page', { method: 'GET', body: 'x' });
    expect(answer.status).toBe(400);
  });
});

describe('another spelling of this host', () => {
  const page = (host: string, more: Record<string, string> = {}, path = '/overview?a=b') =>
    bank.ask(path, { headers: { host, accept: 'text/html,*/*', ...more } });

  test.each(['127.0.0.1:8080', '[::1]:8080', 'LOCALHOST:8080'])('%s', async (host) => {
    const answer = await page(host);
    if (host.toLowerCase() === OWN_HOST) return expect(answer.status).toBe(200);
    expect(answer.status).toBe(307);
    expect(answer.headers.location).toBe('http://localhost:8080/overview?a=b');
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  test('leads nowhere else, whatever follows in the address', async () => {
    const answer = await page('127.0.0.1:8080', {}, '/@evil.example/..%2f?next=//evil.example');
    expect(answer.headers.location).toBe('http://localhost:8080/@evil.example/..%2f?next=//evil.example');
  });

  test('is served as it is to what is no page: data, files and programs', async () => {
    expect((await page('127.0.0.1:8080', {}, '/api/health')).status).toBe(200);
    expect((await page('127.0.0.1:8080', { accept: '*/*' })).status).toBe(200);
    expect((await bank.ask('/x', { method: 'HEAD', headers: { host: '127.0.0.1:8080' } })).status).toBe(200);
  });
});
