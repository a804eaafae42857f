'use server';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { en } from '#app/_words/en.ts';
import type { LoginState } from '#app/(public)/login/_form/state.ts';
import { toBankError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { signIn as startSession } from '#lib/sign-in/sign-in.ts';

/** Signs in and leads on, or answers what to show. `startSession` refuses requests of other sites. */
export async function signIn(_before: LoginState, form: FormData): Promise<LoginState> {
  // Whoever calls an action by hand passes what they like.
  if (typeof form?.get !== 'function') return { error: 'bad_request', username: '', remember: false };
  const text = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const username = text('username');
  const password = text('password');
  const remember = form.has('remember');
  if (!username.trim() || !password) return { error: 'bad_request', username, remember };

  let location: string;
  try {
    const sent = await headers();
    const signedIn = await startSession({ username, password, remember, next: text('next'), headers: sent });
    const jar = await cookies();
    for (const { name, value, options } of signedIn.cookies) jar.set(name, value, options);
    location = signedIn.location;
  } catch (thrown) {
    return { error: wordsFor(thrown), username, remember };
  }
  redirect(location);
}

function wordsFor(thrown: unknown): NonNullable<LoginState['error']> {
  const { code, status, extras } = toBankError(thrown);
  if (status >= 500) log.warn('sign-in failed', { code, cause: extras.cause });
  const known = en.login.errors;
  return code in known ? (code as keyof typeof known) : 'other';
}
