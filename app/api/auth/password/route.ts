/** `POST /api/auth/password`: change one's own password. */
import { changePassword, changePasswordSchema } from '#lib/auth/change-password.ts';
import { noContent, readJson, route } from '#lib/http.ts';

export const POST = route(async (request) => {
  await changePassword(request.headers, await readJson(request, changePasswordSchema));
  return noContent();
});
