import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { note } from '#lib/http/at-work.ts';
import { freshNonce, pagePolicy } from '#lib/http/security-headers.ts';
import { cookieName } from '#lib/sign-in/cookie.ts';
import { printOfCall } from '#server/action-calls.ts';
import type { Serve } from '#server/http-server.ts';
import { servePages } from '#server/pages.ts';
import { headersOf } from '#server/web.ts';
import { type Serving, startServing } from './serving.ts';

/** What was asked of Next since the test began. */
let asked: { url: string; headers: Record<string, unknown> }[] = [];
/** In place of Next: a page that says what it was drawn from, written in chunks. */
let draw: Serve;
const page: Serve = (request, response) => {
  const { url = '', headers, method } = request;
  asked.push({ url, headers: { ...headers } });
  const nonce = freshNonce();
  response.setHeader('content-security-policy', pagePolicy(nonce));
  response.setHeader('cache-control', 'no-store');
  response.setHeader('vary', 'rsc');
  response.setHeader('link', `</a.css>; rel=preload; as="style"; nonce="${nonce}"`);
  response.setHeader('content-type', 'text/html; charset=utf-8');
  if (url.includes('signed_out')) response.setHeader('clear-site-data', '"cache"');
  if (method === 'HEAD') return void response.end();
  response.flushHeaders();
  response.write(new TextEncoder().encode(`<html lang="${headers['accept-language']}" ${headers.cookie}>`));
  response.write(`<script nonce="${nonce}">/* ü ${url} */</script>`);
  response.end(`<script nonce="${nonce}">${JSON.stringify(headers).replaceAll('<', '')}</script>`);
};

let bank: Serving;
beforeEach(async () => {
  await bank?.stop();
  asked = [];
  draw = page;
  bank = await startServing(servePages((request, response) => draw(request, response)));
});
afterAll(() => bank.stop());

const nonceOf = (policy: unknown) => /'nonce-([^']+)'/.exec(String(policy))?.[1] ?? 'none';
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  bank.ask(path, {
    method,
    headers: { 'accept-language': 'en', 'sec-fetch-site': 'same-origin', ...headers },
  });

describe('a page for who is not signed in', () => {
  test('is drawn once, and each answer has a nonce of its own in its policy and every tag', async () => {
    const nonces = new Set<string>();
    const without: string[] = [];
    for (let at = 0; at < 3; at++) {
      const { status, headers, text } = await ask('/login?next=%2Foverview&reason=signed_out');
      const nonce = nonceOf(headers['content-security-policy']);
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-security-policy': pagePolicy(nonce),
        'cache-control': 'no-store',
        'clear-site-data': '"cache"',
        'content-type': 'text/html; charset=utf-8',
        'x-frame-options': 'DENY',
        vary: 'rsc, Accept-Encoding',
        link: `</a.css>; rel=preload; as="style"; nonce="${nonce}"`,
      });
      expect([...text.matchAll(/nonce="([^"]+)"/g)].map(([, one]) => one)).toEqual([nonce, nonce]);
      nonces.add(nonce);
      without.push(text.replaceAll(nonce, ''));
    }
    expect(nonces.size).toBe(3);
    expect(new Set(without).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  test('empties what the browser stored for a request of ours alone', async () => {
    const path = '/login?next=%2Foverview&reason=signed_out';
    for (const [site, cleared] of [
      ['same-origin', '"cache"'],
      ['cross-site', undefined],
      ['none', undefined],
    ] as const) {
      const { headers } = await ask(path, { 'sec-fetch-site': site });
      expect([site, headers['clear-site-data']]).toEqual([site, cleared]);
    }
  });

  test('is one for each language, theme, address and reason', async () => {
    const language = async (headers: Record<string, string>) =>
      /lang="(.*?)"/.exec((await ask('/login', headers)).text)?.[1];
    for (let at = 0; at < 2; at++) {
      expect(await language({})).toBe('en');
      expect(await language({ 'accept-language': 'de-CH, en;q=0.5' })).toBe('de');
      expect(await language({ cookie: 'redisBankLanguage=de' })).toBe('de');
      expect(await language({ cookie: 'redisBankLanguage=xx' })).toBe('en');
      expect((await ask('/login', { cookie: 'redisBankTheme=dark' })).text).toContain('redisBankTheme=dark>');
      expect((await ask('/login', { cookie: 'redisBankTheme=xx' })).text).toContain('redisBankTheme=system>');
      for (const path of ['/offline', '/login?reason=idle', '/login?next=%2Fstaff&reason=idle']) {
        expect((await ask(path)).text).toContain(`/* ü ${path} */`);
      }
    }
    expect(asked).toHaveLength(6);
  });

  test('is drawn from nothing else that was said: what one sends is not shown to others', async () => {
    await ask('/login', {
      'x-planted': 'planted',
      'user-agent': 'planted',
      cookie: 'redisBankDevice=planted; redisBankLanguage=de',
      'accept-language': 'de;q=0.1, planted',
      accept: 'planted',
    });
    const { text } = await ask('/login', { cookie: 'redisBankLanguage=de' });
    expect(asked).toHaveLength(1);
    expect(text).toContain('lang="de"');
    expect(text).not.toContain('planted');
  });

  test.each([
    ['a session cookie', '/login', { cookie: `a=b; ${cookieName()}=x` }],
    ['a bearer', '/offline', { authorization: 'Bearer x' }],
    ['the router', '/login', { rsc: '1' }],
    ['a prefetch', '/login', { 'next-router-prefetch': '1' }],
    ['another place to come back to', '/login?next=%2Ftransactions%3Fq%3Dx', {}],
    ['another spelling', '/login?next=/overview', {}],
    ['markup in the address', '/login?next=%2Foverview%3Cscript%3E', {}],
    ['a reason of its own', '/login?reason=nonce', {}],
    ['a query', '/offline?to=%2Foverview', {}],
    ['another page', '/overview', {}],
  ] as const)('with %s is drawn by Next each time, and not kept', async (_, path, headers) => {
    await ask('/login');
    await ask('/offline');
    asked = [];
    for (let at = 0; at < 2; at++) await ask(path, headers);
    expect(asked.map(({ url }) => url)).toEqual([path, path]);
    expect(asked[0]?.headers).toMatchObject(headers);
    // Neither is it what somebody else is shown.
    await ask('/login');
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['fails', (response) => (response.statusCode = 500)],
    ['sets a cookie', (response) => response.setHeader('set-cookie', 'a=b')],
    ['names no nonce', (response) => response.setHeader('content-security-policy', "script-src 'self'")],
    ['is no page', (response) => response.setHeader('content-type', 'text/plain')],
  ] as [string, (response: Parameters<Serve>[1]) => unknown][])(
    'is not kept when it %s',
    async (_, change) => {
      draw = (request, response) => {
        const { setHeader } = response;
        response.setHeader = (name, value) => {
          setHeader.call(response, name, value);
          if (name === 'content-type') {
            response.setHeader = setHeader;
            change(response);
          }
          return response;
        };
        return page(request, response);
      };
      for (let at = 0; at < 2; at++) await ask('/login');
      expect(asked).toHaveLength(2);
      draw = page;
      const { status, headers } = await ask('/login');
      expect([status, headers['set-cookie']]).toEqual([200, undefined]);
    },
  );

  test('says its head to HEAD, which is not kept', async () => {
    expect((await ask('/login', {}, 'HEAD')).text).toBe('');
    const { headers } = await ask('/login');
    expect(asked).toHaveLength(2);
    const head = await ask('/login', {}, 'HEAD');
    expect([asked.length, head.text]).toEqual([2, '']);
    expect(head.headers['content-length']).toBe(headers['content-length']);
  });
});

describe('a page', () => {
  const DECODERS = {
    zstd: zlib.zstdDecompressSync,
    br: zlib.brotliDecompressSync,
    gzip: zlib.gunzipSync,
    none: (body: Buffer) => body,
  };

  test.each([
    ['gzip, deflate, br, zstd', 'zstd'],
    ['gzip, deflate, br', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['deflate', 'none'],
    ['', 'none'],
  ] as const)('for who takes "%s" is sent whole, as %s', async (accepted, encoding) => {
    for (const path of ['/overview', '/login', '/login']) {
      const answer = await bank.open(path, { headers: { 'accept-encoding': accepted } }).answered;
      const body = await buffer(answer);
      expect(answer.headers['content-encoding'] ?? 'none').toBe(encoding);
      expect(answer.headers['content-length']).toBe(String(body.length));
      expect(answer.headers['transfer-encoding']).toBeUndefined();
      expect(answer.headers.vary).toBe('rsc, Accept-Encoding');
      expect(DECODERS[encoding](body).toString()).toContain(`/* ü ${path} */`);
    }
  });

  test('goes out as it comes where it is none', async () => {
    draw = async (_, response) => {
      response.setHeader('content-type', 'image/svg+xml');
      response.write('<svg>');
      await new Promise((resolve) => response.once('finish', resolve).end('</svg>'));
    };
    const { headers, text } = await ask('/icon.svg', { 'accept-encoding': 'gzip' });
    expect(text).toBe('<svg></svg>');
    expect([headers['content-encoding'], headers['content-length']]).toEqual([undefined, undefined]);
  });

  test('without a body says no length and no encoding', async () => {
    draw = (_, response) => {
      response.statusCode = 304;
      response.setHeader('content-type', 'text/html');
      response.end();
    };
    const { status, headers } = await ask('/overview', { 'accept-encoding': 'gzip' });
    expect([status, headers['content-encoding']]).toEqual([304, undefined]);
  });

  test('that breaks while it is drawn is an error and no half of a page', async () => {
    draw = (_, response) => {
      response.setHeader('content-type', 'text/html');
      response.write('half');
      throw new Error('broken');
    };
    const { status, text, json } = await ask('/overview');
    expect([status, json.code]).toEqual([500, 'internal']);
    expect(text).not.toContain('half');
  });

  test('that Redis failed in the middle of is the 503 page, in the language asked for; other failures stay', async () => {
    let unavailable = true;
    draw = (request, response) => {
      if (unavailable) note(headersOf(request), 'unavailable');
      const nonce = freshNonce();
      response.statusCode = 500;
      response.setHeader('content-security-policy', pagePolicy(nonce));
      response.setHeader('link', '</a.css>; rel=preload');
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end('<html id="__next_error__">');
    };
    const { status, headers, text } = await ask('/overview', { 'accept-language': 'de' });
    expect([status, headers['retry-after'], headers.link]).toEqual([503, '3', undefined]);
    expect(text).toContain('Die Bank ist gerade nicht erreichbar');
    expect(text).toContain(`<style nonce="${nonceOf(headers['content-security-policy'])}">`);
    unavailable = false;
    expect(await ask('/overview')).toMatchObject({
      status: 500,
      text: expect.stringContaining('__next_error__'),
    });
  });
});

describe('a call of an action', () => {
  test('that Redis failed is the 503 page, though Next says nothing of why', async () => {
    draw = (request, response) => {
      note(headersOf(request), 'taken');
      note(headersOf(request), 'unavailable');
      response.statusCode = 500;
      response.setHeader('content-type', 'text/plain');
      response.end('Internal Server Error');
    };
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await bank.ask('/transactions', { method: 'POST', headers, body: '--x--\r\n' });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '3']);
    expect(answer.headers['content-type']).toContain('text/html');
    expect(answer.text).toContain('The bank can’t be reached');
  });

  /** Next as it fails: an answer without a reason, and a stack for the log. */
  const failing = (printed: string[], took: boolean, status = 500) => {
    const fails: Serve = (request, response) => {
      if (took) note(headersOf(request), 'taken');
      printOfCall(() => printed.push('a stack'));
      response.statusCode = status;
      response.setHeader('content-type', 'text/plain');
      response.end('Internal Server Error');
      // Some of it is printed when the answer is out.
      printOfCall(() => printed.push('more of it'));
    };
    return fails;
  };
  const call = (headers: Record<string, string>) => ask('/overview', headers, 'POST');

  test.each([
    ['by a script', { 'next-action': 'x' }],
    ['by a form', { 'content-type': 'multipart/form-data; boundary=x' }],
  ])('%s that no action took is the caller’s fault, and nothing is logged of it', async (_, headers) => {
    const printed: string[] = [];
    draw = failing(printed, false);
    const { status, json, headers: sent } = await call(headers);
    expect([status, json.code, printed]).toEqual([400, 'bad_request', []]);
    expect(sent['content-type']).toContain('application/problem+json');
    draw = failing(printed, false, 404);
    expect([(await call(headers)).status, printed]).toEqual([404, []]);
  });

  test('that an action took and failed is a failure of ours, and is logged', async () => {
    const printed: string[] = [];
    draw = failing(printed, true);
    const { status, text } = await call({ 'next-action': 'x' });
    expect([status, text, printed]).toEqual([500, 'Internal Server Error', ['a stack', 'more of it']]);
  });

  test('is what is posted so: a page that fails is a failure of ours', async () => {
    const printed: string[] = [];
    draw = failing(printed, false);
    expect((await ask('/overview')).status).toBe(500);
    expect(printed).toEqual(['a stack', 'more of it']);
  });
});
