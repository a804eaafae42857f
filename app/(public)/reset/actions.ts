'use server';
import { redirect } from 'next/navigation';
import { headersOfForm } from '#app/_access/act-or-ask.ts';
import type { Catalogue } from '#app/_words/catalogue.ts';
import { en } from '#app/_words/en.ts';
import { answeredError } from '#lib/errors.ts';
import { logFailure } from '#lib/log-failure.ts';
import { endKeys } from '#lib/payments/payment-keys.ts';
import { webRedis } from '#lib/redis/client.ts';
import { resetPassword } from '#lib/sign-in/reset-password.ts';
import { givenPassword } from '#lib/sign-in/step-up.ts';

/** What the form shows after a try that set no password; the password is never in it. */
export type ResetState = {
  /** What is wrong with the password, if anything. */
  fault: keyof Catalogue['security']['faults'] | null;
  /** What else went wrong, if anything. */
  error: keyof Catalogue['reset']['errors'] | null;
};

/** Sets the password and redirects to the sign-in, or returns what to show. */
export async function setPassword(_before: ResetState, form: FormData): Promise<ResetState> {
  const sent = await headersOfForm(form);
  try {
    const user = await resetPassword(String(form.get('token')), givenPassword(form, 'next'), sent);
    // The password is set: that this waits is no fault of it.
    await endKeys(webRedis(), user).catch((error) => logFailure('keys for payments did not end', error));
  } catch (thrown) {
    return stateOf(thrown);
  }
  redirect('/login?reason=password_reset');
}

function stateOf(thrown: unknown): ResetState {
  const { code, status, extras } = answeredError(thrown);
  if (status >= 500) logFailure('a password was not reset', thrown);
  const { errors } = en.reset;
  const fault = extras.fields?.next;
  if (fault !== undefined && fault in en.security.faults) {
    return { fault: fault as ResetState['fault'], error: null };
  }
  if (code === 'not_found') return { fault: null, error: 'over' };
  return { fault: null, error: code in errors ? (code as keyof typeof errors) : 'other' };
}
