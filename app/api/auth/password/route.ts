/** `POST /api/auth/password`: change one's own password. */
import { changePassword, changePasswordSchema } from '#lib/auth/change-password.ts';
import { noContent, noQuery, readJson, readQuery, route } from '#lib/http.ts';

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  await changePassword(request.headers, await readJson(request, changePasswordSchema));
  return noContent();
});
