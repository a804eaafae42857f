/** `GET /api/me/audit`: what happened to one's own sessions and password, newest first. */
import { z } from 'zod';
import { ownTrail } from '#lib/auth/audit-view.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { json, readQuery, route } from '#lib/http.ts';
import { webRedis } from '#lib/redis/client.ts';

const MOST = 50;
const USUAL = 20;

const query = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(USUAL),
});

export const GET = route(async (request) => {
  const { document } = await requireSession(request.headers);
  return json(await ownTrail(webRedis(), document, readQuery(request, query)));
});
