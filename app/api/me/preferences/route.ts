import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { changePreferences, preferencesPatchSchema, preferencesSchema } from '#lib/identity/preferences.ts';

export const PATCH = endpoint({
  summary: 'Change one’s own preferences; what is not named stays. GET /api/session tells them.',
  access: session,
  body: preferencesPatchSchema,
  answers: { 200: preferencesSchema },
  refusals: ['not_found'],
  handler: ({ user, body }) => changePreferences(user, body),
});
