/** `/auth-login.html`: the tutorial's sign-in page; here, ours. */
import { redirect, route } from '#lib/http/http.ts';

export const GET = route(async () => redirect('/login'));
