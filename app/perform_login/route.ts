/** `POST /perform_login`: the tutorial's sign-in form, with our session and our cookie behind it. */
import { z } from 'zod';
import { toBankError } from '#lib/errors.ts';
import { noQuery, readForm, readQuery, redirect, route } from '#lib/http/http.ts';
import { withCookies } from '#lib/sign-in/cookie.ts';
import { cookiesOf, login, loginSchema } from '#lib/sign-in/login.ts';

/** A field that is missing is an empty one: wrong credentials, as in the tutorial. */
const formSchema = z.strictObject({
  username: loginSchema.shape.username.default(''),
  password: loginSchema.shape.password.default(''),
});
/** What a person at the form can mend by trying again. */
const BACK_TO_THE_FORM = new Set(['wrong_credentials', 'throttled', 'conflict']);

export const POST = route(async (request) => {
  readQuery(request, noQuery);
  const form = await readForm(request, formSchema);
  try {
    const signedIn = await login({
      ...form,
      remember: false,
      transport: 'cookie',
      headers: request.headers,
    });
    return withCookies(redirect('/index.html'), cookiesOf(signedIn));
  } catch (error) {
    if (BACK_TO_THE_FORM.has(toBankError(error).code)) return redirect('/auth-login.html');
    throw error;
  }
});
