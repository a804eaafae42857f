import { registerHooks } from 'node:module';
import * as headers from 'next/dist/client/components/app-router-headers.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { refreshInBackground } from '#app/_client/live/refresh-in-background.ts';

const fetched = vi.fn(async (_input: RequestInfo | URL, _init?: RequestInit) => new Response());
const PAGE = 'http://localhost:8080/overview';
const activityOf = (call: number) => new Headers(fetched.mock.calls[call]?.[1]?.headers).get('x-activity');

beforeEach(() => {
  fetched.mockClear();
  vi.stubGlobal('window', { fetch: fetched });
});
afterEach(() => vi.unstubAllGlobals());

test('the page that a tab fetches by itself says that nobody is there, and keeps what the router sent', async () => {
  refreshInBackground({ refresh: () => void window.fetch(PAGE, { headers: { rsc: '1', 'x-tree': 'a' } }) });
  expect(activityOf(0)).toBe('background');
  expect(new Headers(fetched.mock.calls[0]?.[1]?.headers).get('x-tree')).toBe('a');
});

test('no other request says so: not what is fetched before it, nor the page that a person goes to after it', async () => {
  refreshInBackground({ refresh: () => {} });
  await window.fetch('/api/session/extend', { method: 'POST' });
  await window.fetch(PAGE, { headers: { rsc: '1', 'next-router-prefetch': '1' } });
  await window.fetch(PAGE, { headers: { rsc: '1' } });
  await window.fetch('/transactions', { headers: { rsc: '1' } });
  expect([0, 1, 2, 3].map(activityOf)).toEqual([null, null, 'background', null]);
  expect(window.fetch).toBe(fetched);
});

test('twice before either was sent marks both, and leaves nothing behind', async () => {
  refreshInBackground({ refresh: () => {} });
  refreshInBackground({ refresh: () => {} });
  await window.fetch(PAGE, { headers: { rsc: '1' } });
  await window.fetch(PAGE, { headers: { rsc: '1' } });
  await window.fetch(PAGE, { headers: { rsc: '1' } });
  expect([0, 1, 2].map(activityOf)).toEqual(['background', null, null]);
});

/** The router's own way out, without the lock that only Next's own tests turn on and that needs a browser. */
async function routersFetch(): Promise<typeof fetch> {
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      next(name.endsWith('/navigation-testing-lock') ? 'node:util' : name, context),
  });
  try {
    return (await import('next/dist/client/components/segment-cache/fetch.js')).fetch;
  } finally {
    hooks.deregister();
  }
}

test('Next’s router asks as is looked for here: through the fetch of the moment, with the headers known by name', async () => {
  const fetchOfRouter = await routersFetch();
  vi.stubGlobal('fetch', (input: URL, init?: RequestInit) => window.fetch(input, init));
  refreshInBackground({ refresh: () => {} });
  await fetchOfRouter(new URL(PAGE), { headers: { [headers.RSC_HEADER]: '1' } });
  expect(activityOf(0)).toBe('background');
  expect([headers.NEXT_ROUTER_PREFETCH_HEADER, headers.NEXT_ROUTER_SEGMENT_PREFETCH_HEADER]).toEqual([
    'next-router-prefetch',
    'next-router-segment-prefetch',
  ]);
});
