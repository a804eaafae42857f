'use server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { headersOfForm } from '#app/_access/act-or-ask.ts';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { en } from '#app/_words/en.ts';
import { answeredError } from '#lib/errors.ts';
import { logFailure } from '#lib/log-failure.ts';
import { signIn as startSession } from '#lib/sign-in/sign-in.ts';

/** What the form shows after a try that did not sign in; the password is never in it. */
export type LoginState = {
  /** Null before the first try. */
  error: keyof Catalogue['login']['errors'] | null;
  /** After which another try is judged. */
  waitSeconds: number;
  username: string;
  remember: boolean;
};

/** Signs in and redirects, or returns what to show. */
export async function signIn(_before: LoginState, form: FormData): Promise<LoginState> {
  const sent = await headersOfForm(form);
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const username = text('username');
  const password = text('password');
  const remember = form.has('remember');
  if (!username.trim() || !password) {
    return { error: 'bad_request', waitSeconds: 0, username, remember };
  }

  const given = { username, password, remember, next: text('next'), headers: sent };
  let signedIn: Awaited<ReturnType<typeof startSession>>;
  try {
    signedIn = await startSession(given);
  } catch (thrown) {
    return { ...faultOf(thrown), username, remember };
  }
  const jar = await cookies();
  for (const { name, value, options } of signedIn.cookies) jar.set(name, value, options);
  redirect(signedIn.location);
}

function faultOf(thrown: unknown): Pick<LoginState, 'error' | 'waitSeconds'> {
  const { code, status, extras } = answeredError(thrown);
  if (status >= 500) logFailure('sign-in failed', thrown);
  const known = en.login.errors;
  const error = code in known ? (code as keyof typeof known) : 'other';
  return { error, waitSeconds: error === 'throttled' ? (extras.retryAfterSeconds ?? 0) : 0 };
}
