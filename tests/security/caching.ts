/** Rows about what may be kept of an answer, and by which spellings of an address it may be had. */
import { describe, expect } from 'vitest';
import { addressOf } from '#tests/setup/endpoints.ts';
import { ask } from './ask.ts';
import { everyAddress } from './bodies.ts';
import { SPELLINGS } from './hostile.ts';
import { OPEN_PAGES, pages } from './pages-and-actions.ts';
import { row } from './security-world.ts';

/** In what bob alone sees. */
const PERSONAL = /Bob Carter|1580783161|bob@redisbank|a_[A-Za-z0-9_-]{10}"|balanceMinor|"sid"/;

/** As Next's router asks. Over https it is asked as a document: how an answer is made is the same there. */
const PARTS_OF_PAGES: Record<string, string>[] = [
  {},
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
];

export function cachingRows(): void {
  describe('nothing personal is kept', () => {
    row(
      'by whoever sees an answer of a handler or a page, whoever asks',
      async ({ web, secure, bob, adam }) => {
        for (const served of [web, secure]) {
          for (const path of everyAddress(bob)) {
            // The same for everybody: the description, the tutorial's addresses, the worker's script.
            if (/^\/api\/openapi|\.html$|^\/sw\.js$/.test(path)) continue;
            for (const headers of [{}, bob.native, adam.native] as Record<string, string>[]) {
              for (const rsc of served === secure ? [{}] : PARTS_OF_PAGES) {
                const answer = await ask(served, path, { headers: { ...headers, ...rsc }, maxBytes: 1 });
                const kept = String(answer.headers['cache-control']);
                expect([path, kept]).toEqual([path, expect.stringContaining('no-store')]);
                expect(kept).not.toMatch(/public|s-maxage|immutable/);
                expect([answer.headers.etag, answer.headers['last-modified']]).toEqual([
                  undefined,
                  undefined,
                ]);
              }
            }
          }
        }
      },
    );

    row('under any spelling of an address', async ({ web, bob }) => {
      for (const path of SPELLINGS) {
        const answer = await ask(web, path, { headers: { ...bob.browser, accept: 'text/html' } });
        expect([path, answer.status < 500]).toEqual([path, true]);
        if (!PERSONAL.test(answer.text)) continue;
        expect([path, answer.headers['cache-control']]).toEqual([path, expect.stringContaining('no-store')]);
        // What ends like a file is none.
        expect([path, /\.(?:css|js|txt)$/.test(path.split('?')[0] ?? '')]).toEqual([path, false]);
      }
    });

    row('no spelling of an address is a way around the gate', async ({ web }) => {
      for (const path of SPELLINGS) {
        const answer = await ask(web, path, { headers: { accept: 'text/html' } });
        expect([path, [307, 308, 400, 401, 404].includes(answer.status)]).toEqual([path, true]);
        expect([path, PERSONAL.test(answer.text)]).toEqual([path, false]);
        expect([path, /"private": true|SESSION_SECRETS|createServer/.test(answer.text)]).toEqual([
          path,
          false,
        ]);
      }
    });

    row('no header of a framework is a way around the gate', async ({ web }) => {
      for (const headers of [
        { 'x-middleware-subrequest': 'proxy:proxy:proxy:proxy:proxy' },
        { 'x-middleware-subrequest': 'src/proxy:src/proxy:src/proxy:src/proxy:src/proxy' },
        {
          'x-middleware-next': '1',
          'x-middleware-override-headers': 'cookie',
          'x-middleware-request-cookie': 'x',
        },
        { 'x-middleware-rewrite': '/overview', 'x-nextjs-rewrite': '/overview' },
        { 'x-invoke-path': '/overview', 'x-invoke-output': '/overview', 'x-invoke-status': '200' },
        { 'x-matched-path': '/overview', 'x-now-route-matches': '1=1', 'x-nextjs-data': '1' },
        { 'x-redisbank-path': '/overview', 'x-redisbank-address': '127.0.0.1', 'x-nonce': 'abc' },
        {
          'x-prerender-revalidate': '1',
          'next-resume': '1',
          'x-vercel-id': 'x',
          'x-next-resume-state-length': '1',
        },
        {
          rsc: '1',
          'next-router-prefetch': '1',
          'next-router-segment-prefetch': '/_tree',
          'next-url': '/overview',
        },
        { rsc: '1', 'next-router-state-tree': '%5B%22%22%2C%7B%7D%5D' },
        { authorization: 'Bearer', 'x-original-url': '/overview', 'x-rewrite-url': '/overview' },
      ] as Record<string, string>[]) {
        for (const { pattern } of pages()) {
          if (OPEN_PAGES.has(pattern)) continue;
          const answer = await ask(web, addressOf(pattern), { headers });
          expect([headers, pattern, answer.status]).toEqual([headers, pattern, 307]);
          expect(PERSONAL.test(answer.text)).toBe(false);
        }
      }
    });
  });

  describe('what is for everybody', () => {
    row('is the page that Next draws for each who asks, but for the nonce', async ({ web }) => {
      const asSent = async (path: string, headers: Record<string, string>) => {
        const own = { accept: 'text/html', 'sec-fetch-site': 'same-origin' };
        const answer = await ask(web, path, { headers: { ...own, ...headers } });
        const policy = String(answer.headers['content-security-policy']);
        const [, nonce = 'none'] = /'nonce-([^']+)'/.exec(policy) ?? [];
        const { date: _, 'content-length': length, 'transfer-encoding': chunked, ...rest } = answer.headers;
        expect(length ?? chunked).toBeDefined();
        expect(answer.text).toContain(`nonce="${nonce}"`);
        return JSON.parse(
          JSON.stringify([answer.status, rest, answer.text]).replaceAll(nonce, '<nonce>'),
        ) as unknown;
      };
      for (const path of [
        '/login',
        '/login?next=%2Foverview&reason=idle',
        '/login?reason=signed_out',
        '/offline',
      ]) {
        for (const language of ['en', 'de']) {
          const first = await asSent(path, { 'accept-language': language });
          expect(await asSent(path, { 'accept-language': language })).toEqual(first);
          // A cookie of our name, even one that opens nothing, has Next answer.
          const own = { 'accept-language': language, cookie: 'redisBank=junk' };
          expect(await asSent(path, own)).toEqual(first);
          expect(JSON.stringify(first).includes('"clear-site-data"')).toBe(path.includes('signed_out'));
          expect(JSON.stringify(first)).toContain(`<html lang=\\"${language}\\"`);
        }
      }
    });

    row('is kept where its name says what is in it, and a missing one is not', async ({ web }) => {
      const page = await ask(web, '/login');
      const files = [...page.text.matchAll(/"(\/_next\/static\/[^"\\]+\.(?:js|css))"/g)].map(
        ([, file]) => file ?? '',
      );
      expect(files.length).toBeGreaterThan(1);
      for (const file of new Set(files)) {
        const { status, headers } = await ask(web, file);
        expect([file, status, headers['cache-control']]).toEqual([
          file,
          200,
          'public, max-age=31536000, immutable',
        ]);
      }
      for (const file of ['/_next/static/chunks/none.js', '/none.svg', '/none.css', '/none.ico']) {
        const { headers } = await ask(web, file);
        expect([file, headers['cache-control']]).toEqual([file, expect.stringContaining('no-store')]);
      }
    });
  });
}
