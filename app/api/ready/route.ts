/** `GET /api/ready`: 200 once everything that a customer needs is there, 503 until then; why not is in the log. */
import { requireReady } from '#app/_data/readiness.ts';
import { json, route } from '#lib/http.ts';

export const GET = route(async () => {
  await requireReady();
  return json({ status: 'ready' });
});
