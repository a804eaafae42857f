/** `/sw.js`: the service worker, from the root so that it may serve every page. */
import { workerScript } from '#app/_offline/script.ts';
import { route } from '#lib/http.ts';

/** A worker goes by the policy of its own script: it asks this bank, and nothing else. */
const POLICY =
  "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

let script: string | undefined;

export const GET = route(async () => {
  script ??= workerScript();
  return new Response(script, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'content-security-policy': POLICY,
    },
  });
});
