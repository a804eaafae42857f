/** `/sw.js`: the service worker, from the root so that it may serve every page. */
import { workerScript } from '#app/_client/worker/script.ts';
import { route } from '#lib/http/http.ts';

/** A worker goes by the policy of its own script: it asks this bank, and nothing else. */
const POLICY =
  "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Development's files keep their names when they change: a worker from an earlier start would hold on to them. */
const RETIRED = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', () => self.registration.unregister());`;

let script: string | undefined;

export const GET = route(async () => {
  // biome-ignore lint/style/noProcessEnv: NODE_ENV belongs to the frameworks.
  script ??= process.env.NODE_ENV === 'development' ? RETIRED : workerScript();
  return new Response(script, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'content-security-policy': POLICY,
    },
  });
});
