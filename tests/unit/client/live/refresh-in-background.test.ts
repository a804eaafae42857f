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

test('and nothing else does: not what is fetched before it, nor the page that a person goes to after it', async () => {
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
