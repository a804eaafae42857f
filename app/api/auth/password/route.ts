import { session } from '#app/_access/access.ts';
import { endpoint } from '#lib/http/contract.ts';
import { changePassword, changePasswordSchema } from '#lib/sign-in/change-password.ts';

export const POST = endpoint({
  summary: 'Change one’s own password. Of staff with a passkey it needs a step-up by it.',
  access: session,
  body: changePasswordSchema,
  answers: { 204: null },
  refusals: ['wrong_credentials', 'step_up_required', 'conflict', 'throttled'],
  handler: ({ body, headers }) => changePassword(headers, body),
});
