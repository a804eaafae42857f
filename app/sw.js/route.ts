/** `/sw.js`: the service worker, from the root so that it may serve every page. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { content } from '#lib/http/answer.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { MINUTE, SECOND } from '#lib/time.ts';

/** A worker goes by the policy of its own script: it asks this bank, and nothing else. */
const POLICY =
  "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** A browser looks for a new worker with every page it opens: one of the last minutes is new enough. */
const CACHED = `public, max-age=${(5 * MINUTE) / SECOND}`;

/** Development's files keep their names when they change: a worker from an earlier start would hold on to them. */
const RETIRED = `self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', () => self.registration.unregister());`;

/** Made by `npm run build` from app/_client/worker. */
function readScript(): string {
  const file = path.join(process.cwd(), '.next/service-worker.js');
  // biome-ignore lint/style/noProcessEnv: NODE_ENV belongs to the frameworks.
  const isServed = process.env.NODE_ENV !== 'development' && existsSync(file);
  return isServed ? readFileSync(file, 'utf8') : RETIRED;
}

let script: string | undefined;

export const GET = endpoint({
  summary: 'The service worker.',
  access: anonymous,
  query: null,
  answers: { 200: { media: ['text/javascript'] } },
  handler: () => {
    script ??= readScript();
    return content('text/javascript; charset=utf-8', script, {
      headers: { 'content-security-policy': POLICY, 'cache-control': CACHED },
    });
  },
});
