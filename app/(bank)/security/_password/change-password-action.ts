'use server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { log } from '#lib/log.ts';
import { changePassword as change, changePasswordSchema } from '#lib/sign-in/change-password.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';
import type { PasswordState } from './password-state.ts';

/** Changes the password, or answers what is wrong. Passwords are never among what is answered. */
export async function changePassword(_before: PasswordState, form: FormData): Promise<PasswordState> {
  const sent = await headers();
  const endOthers = form.has('endOthers');
  const given = changePasswordSchema.safeParse({
    current: form.get('current') ?? '',
    next: form.get('next') ?? '',
    endOthers,
  });
  if (!given.success) return { status: 'refused', fault: 'too_long', endOthers };
  if (given.data.current === '') return { status: 'refused', code: 'missing', endOthers };

  let ended: string | undefined;
  try {
    requireSameOrigin('POST', sent);
    await change(sent, given.data);
    return { status: 'changed', endOthers };
  } catch (thrown) {
    const { code, status, extras } = toBankError(thrown);
    if (status >= 500) log.warn('a password was not changed', { code, cause: extras.cause });
    const over = status === 401 && code !== 'wrong_credentials' && code !== 'session_rotated';
    if (!over) {
      const { retryAfterSeconds } = extras;
      return { status: 'refused', code, fault: extras.fields?.next, retryAfterSeconds, endOthers };
    }
    ended = extras.reason;
  }
  redirect(signInPath('/security', ended));
}
