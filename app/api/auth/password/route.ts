/** `POST /api/auth/password`: change one's own password. */

import { noContent, noQuery, readJson, readQuery, route } from '#lib/http/http.ts';
import { changePassword, changePasswordSchema } from '#lib/sign-in/change-password.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  await changePassword(request.headers, await readJson(request, changePasswordSchema));
  return noContent();
});
