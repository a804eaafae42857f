import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serveStatic } from '#server/static.ts';
import { type Serving, startServing } from './serving.ts';

const SCRIPT = 'export const greeting = "hello";\n'.repeat(50);
let folder: string;
let bank: Serving;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'static-'));
  await mkdir(path.join(folder, 'chunks'));
  const write = (name: string, content: string | Buffer) => writeFile(path.join(folder, name), content);
  await write('chunks/a.js', SCRIPT);
  await write('chunks/a.js.br', brotliCompressSync(SCRIPT));
  await write('chunks/a.js.gz', gzipSync(SCRIPT));
  await write('chunks/plain.css', 'a{}');
  await write('notes.txt', 'not for browsers');
  const dispatch = serveStatic(folder);
  bank = await startServing(
    (request, response) => {
      if (!dispatch(request, response)) response.writeHead(404).end();
    },
    () => false,
  );
});
afterAll(async () => {
  await bank.stop();
  await rm(folder, { recursive: true });
});

/** Without what fetch adds and takes away itself. */
async function ask(url: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET') {
  const request = http.request({
    port: bank.port,
    path: url,
    method,
    headers: { host: 'localhost:8080', ...headers },
  });
  request.end();
  const [answer] = await new Promise<[http.IncomingMessage]>((resolve, reject) => {
    request.on('error', reject).on('response', (message) => resolve([message]));
  });
  return { status: answer.statusCode, headers: answer.headers, body: await buffer(answer) };
}

describe('a file of the build', () => {
  test.each([
    ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
    ['gzip, br;q=0', 'gzip', gunzipSync],
    ['GZIP ; q=0.5', 'gzip', gunzipSync],
    ['deflate', undefined, (body: Buffer) => body],
    ['', undefined, (body: Buffer) => body],
  ] as const)(
    'for a browser that takes "%s" comes as %s, byte for byte',
    async (accepted, encoding, open) => {
      const { status, headers, body } = await ask('/_next/static/chunks/a.js?v=1', {
        'accept-encoding': accepted,
      });
      expect(status).toBe(200);
      expect(headers['content-encoding']).toBe(encoding);
      expect(headers['content-length']).toBe(String(body.length));
      expect(headers.vary).toBe('Accept-Encoding');
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
      expect(open(body).toString()).toBe(SCRIPT);
    },
  );

  test('that was not compressed comes as it is', async () => {
    const { headers, body } = await ask('/_next/static/chunks/plain.css', { 'accept-encoding': 'br' });
    expect(headers['content-encoding']).toBeUndefined();
    expect(body.toString()).toBe('a{}');
  });

  test('says its size and nothing else to HEAD', async () => {
    const { headers, body } = await ask('/_next/static/chunks/a.js', {}, 'HEAD');
    expect(headers['content-length']).toBe(String(SCRIPT.length));
    expect(body.length).toBe(0);
  });

  test('outlives its folder: pages drawn by this process still ask for it', async () => {
    await rm(path.join(folder, 'chunks'), { recursive: true });
    expect((await ask('/_next/static/chunks/a.js')).body.toString()).toBe(SCRIPT);
  });
});

test.each([
  '/_next/static/chunks/none.js',
  '/_next/static/notes.txt',
  '/_next/static/chunks/a.js.br',
  '/_next/static/../static/chunks/a.js',
  '/_next/static/chunks/%61.js',
  '/_next/static/',
])('%s is none of them', async (url) => {
  expect((await ask(url)).status).toBe(404);
});

test('nothing is sent for a POST', async () => {
  expect((await ask('/_next/static/chunks/a.js', {}, 'POST')).status).toBe(404);
});
