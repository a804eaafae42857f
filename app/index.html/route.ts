/** `/index.html`: where the tutorial's sign-in leads; here, home. */
import { redirect, route } from '#lib/http/http.ts';

export const GET = route(async () => redirect('/'));
