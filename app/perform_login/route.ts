/** The tutorial's sign-in form, with our session and our cookie behind it. */
import { z } from 'zod';
import { answeredError } from '#lib/errors.ts';
import { redirect } from '#lib/http/answer.ts';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import { serialiseCookie } from '#lib/sign-in/cookie.ts';
import { login, loginSchema } from '#lib/sign-in/login.ts';
import { cookiesOf } from '#lib/sign-in/start-session.ts';

const [HOME, FORM] = ['/index.html', '/auth-login.html'];
/** What a person at the form can mend by trying again. */
const BACK_TO_THE_FORM = new Set(['wrong_credentials', 'throttled', 'conflict']);

export const POST = endpoint({
  summary: 'The tutorial’s sign-in: sets the cookie and leads to its page, or back to its form.',
  access: anonymous,
  // A field that is missing is an empty one: wrong credentials, as in the tutorial.
  form: z.strictObject({
    username: loginSchema.shape.username.default(''),
    password: loginSchema.shape.password.default(''),
  }),
  answers: { 302: { to: [HOME, FORM] } },
  refusals: ['redis_unavailable'],
  handler: async ({ body, headers }) => {
    try {
      const signedIn = await login({ ...body, remember: false, transport: 'cookie', headers });
      return redirect(HOME, { cookies: cookiesOf(signedIn).map(serialiseCookie) });
    } catch (error) {
      const known = answeredError(error);
      if (BACK_TO_THE_FORM.has(known.code)) return redirect(FORM);
      throw known;
    }
  },
});
