/**
 * The service worker: pages always come from the bank, files of the build from the cache, and without a connection
 * one page of ours. It takes over as soon as it is installed, since no page is ever served from an older build.
 */

import { saidBy } from './rules.ts';
import { cacheShell, cacheShellIn, dropOtherBuilds, staticFile, withoutConnection } from './shell.ts';
import { answer, forget, mayHoldData, stateNow } from './stored-data.ts';
import type { FetchEvent, Worker } from './types.ts';

/** Written in front by the build (scripts/lib/service-worker.mjs): another build is another worker. */
declare const BUILD: string;
const worker = self as unknown as Worker;
/** Where a redirect says nothing about the session. */
const LEADS_ON = new Set(['/', '/login', '/index.html', '/auth-login.html']);

worker.addEventListener('install', (event) => {
  event.waitUntil(cacheShell(BUILD).then(() => worker.skipWaiting()));
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    Promise.all([
      dropOtherBuilds(BUILD),
      worker.registration.navigationPreload?.enable(),
      worker.clients.claim(),
      stateNow(),
    ]),
  );
});

worker.addEventListener('message', (event) => {
  const { data, ports } = event;
  // A page that was loaded while the worker became active is not watched over before it is claimed.
  event.waitUntil(worker.clients.claim());
  event.waitUntil(
    answer(data).then(async (reply) => {
      ports[0]?.postMessage(reply);
      if (data.type === 'look' || data.type === 'store') await cacheShellIn(BUILD, data);
    }),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== worker.location.origin) return;
  if (request.method === 'GET' && url.pathname.startsWith('/_next/static/')) {
    event.respondWith(staticFile(request, BUILD));
  } else if (request.method === 'GET' && request.mode === 'navigate') {
    event.respondWith(page(event, url));
  } else if (mayHoldData() && tellsOfSession(request, url)) {
    event.respondWith(watched(event, url));
  }
});

/** Answers that may say that a session is over. Streams are left alone: a page that hears it goes to the sign-in. */
const tellsOfSession = ({ headers }: Request, { pathname }: URL) =>
  (pathname.startsWith('/api/') && pathname !== '/api/events') ||
  headers.has('rsc') ||
  headers.has('next-action');

async function watched(event: FetchEvent, { pathname }: URL): Promise<Response> {
  const response = await fetch(event.request);
  const to = response.headers.get('x-action-redirect') ?? (response.redirected ? pathOf(response.url) : '');
  const said = saidBy({ method: event.request.method, path: pathname }, { status: response.status, to });
  // Before the page hears it: it may be gone a moment later.
  if (said) await forget({ consent: said !== 'over' });
  return response;
}

const pathOf = (url: string) => new URL(url).pathname + new URL(url).search;

async function page(event: FetchEvent, url: URL): Promise<Response> {
  let response: Response;
  try {
    response = (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return withoutConnection(url, BUILD);
  }
  const { pathname, search } = url;
  const ledAway = response.type === 'opaqueredirect' && !LEADS_ON.has(pathname);
  const signIn = pathname === '/login' && response.ok;
  if (ledAway || signIn || response.status === 401) {
    await forget({ consent: search.includes('reason=signed_out') });
  } else if (pathname.startsWith('/staff') && response.ok) await forget({ consent: true });
  return response;
}

void stateNow();
