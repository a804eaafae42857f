import { afterEach, expect, test, vi } from 'vitest';
import { cacheShell, cacheShellIn } from '#app/_client/worker/shell.ts';

afterEach(() => vi.unstubAllGlobals());

test('the page is asked for as nobody, who is answered without drawing it, and with cookies only where it looks otherwise', async () => {
  const stored = new Map<string, Response>();
  const cache = {
    match: async (path: string) => stored.get(path)?.clone(),
    put: async (path: string, page: Response) => stored.set(path, page),
    addAll: async () => {},
  };
  const asked: unknown[] = [];
  const page = (lang: string) => `<html lang="${lang}" data-theme="system"><body></body></html>`;
  vi.stubGlobal('caches', { open: async () => cache });
  vi.stubGlobal('fetch', async (path: string, { credentials }: RequestInit) => {
    asked.push([path, credentials]);
    return new Response(page(credentials === 'omit' ? 'en' : 'de'));
  });

  await cacheShell('build');
  await cacheShellIn('build', { lang: 'en', theme: 'system' });
  expect(asked).toEqual([['/offline', 'omit']]);
  await cacheShellIn('build', { lang: 'de', theme: 'system' });
  expect(asked.slice(1)).toEqual([['/offline', 'same-origin']]);
  expect(await stored.get('/offline')?.text()).toBe(page('de'));
});
