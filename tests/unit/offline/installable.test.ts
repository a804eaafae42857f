/** What a browser needs to offer the bank as an app, and to let its worker work. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { GET } from '#app/sw.js/route.ts';
import { pagePolicy } from '#lib/http/security-headers.ts';

const inPublic = (name: string) => readFileSync(path.join('public', name));
const manifest = JSON.parse(inPublic('manifest.webmanifest').toString());

/** Width and height of a PNG stand in its first chunk (PNG specification, 11.2.2). */
const sizeOf = (png: Buffer) => `${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`;

describe('the bank as an app', () => {
  test('has a name, a start within its scope, and opens without a browser around it', () => {
    expect(manifest).toMatchObject({ name: 'Redis Bank', scope: '/', display: 'standalone' });
    expect(manifest.start_url.startsWith(manifest.scope)).toBe(true);
  });

  test('has icons of the sizes that browsers ask for, each as large as it says', () => {
    type Icon = { src: string; sizes: string; type: string; purpose: string };
    const drawn = (manifest.icons as Icon[]).filter(({ type }) => type === 'image/png');
    for (const { src, sizes } of drawn) expect([src, sizeOf(inPublic(src))]).toEqual([src, sizes]);
    expect(drawn.map(({ sizes, purpose }) => `${sizes} ${purpose}`).sort()).toEqual([
      '192x192 any',
      '512x512 any',
      '512x512 maskable',
    ]);
    expect(sizeOf(inPublic('icons/apple-touch-icon.png'))).toBe('180x180');
  });

  test('has a worker that pages may start, and that may ask the bank and nobody else', async () => {
    expect(pagePolicy('abc').split('; ')).toContain("worker-src 'self'");
    const answer = await GET(new Request('http://localhost:8080/sw.js'), { params: Promise.resolve({}) });
    expect(answer.headers.get('content-type')).toMatch(/^text\/javascript/);
    // Asked for with every page: once in five minutes is enough.
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    const policy = answer.headers.get('content-security-policy')?.split('; ');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
  });
});
