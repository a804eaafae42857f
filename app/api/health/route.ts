/** `GET /api/health`: the process answers. Asks nobody, so that an outage of Redis restarts no web process. */
import { json, route } from '#lib/http/http.ts';

export const GET = route(async () => json({ status: 'alive' }));
