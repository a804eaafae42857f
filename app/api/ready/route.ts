/** `GET /api/ready`: 200 once everything that a customer needs is there, 503 until then; why not is in the log. */

import { json, route } from '#lib/http/http.ts';
import { requireReady } from '#lib/readiness/readiness.ts';

export const GET = route(async () => {
  await requireReady();
  return json({ status: 'ready' });
});
