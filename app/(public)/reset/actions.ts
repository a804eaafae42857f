'use server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { en } from '#app/_words/en.ts';
import type { ResetState } from '#app/(public)/reset/_form/state.ts';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { log } from '#lib/log.ts';
import { resetPassword } from '#lib/sign-in/reset-password.ts';

const MAX_CHARS_READ = 1024;

/** Sets the password and leads to the sign-in, or answers what to show. */
export async function setPassword(_before: ResetState, form: FormData): Promise<ResetState> {
  // Whoever calls an action by hand passes what they like.
  if (typeof form?.get !== 'function') return { fault: null, error: 'over' };
  const [token, next] = [form.get('token'), form.get('next')];
  if (typeof token !== 'string' || typeof next !== 'string') return { fault: null, error: 'over' };
  if (next.length > MAX_CHARS_READ) return { fault: 'too_long', error: null };
  try {
    const sent = await headers();
    requireSameOrigin('POST', sent);
    await resetPassword(token, next, sent);
  } catch (thrown) {
    return whatWentWrong(thrown);
  }
  redirect('/login?reason=password_reset');
}

function whatWentWrong(thrown: unknown): ResetState {
  const { code, status, extras } = toBankError(thrown);
  if (status >= 500) log.warn('a password was not reset', { code, cause: extras.cause });
  const { errors } = en.reset;
  const fault = extras.fields?.next;
  if (fault !== undefined && fault in en.security.faults) {
    return { fault: fault as ResetState['fault'], error: null };
  }
  if (code === 'not_found') return { fault: null, error: 'over' };
  return { fault: null, error: code in errors ? (code as keyof typeof errors) : 'other' };
}
