/** `GET /api/openapi.json`: the API described for programs. */
import { openApi } from '#app/api/_description.ts';
import { json, route } from '#lib/http/http.ts';

export const GET = route(async () => json(openApi()));
