/** What actions of pages without JavaScript have in common. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { pageData } from '#app/_access/page-error.ts';
import { BankError, toBankError } from '#lib/errors.ts';
import { note } from '#lib/http/at-work.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';

/** Where the password is asked for. */
const PAGE = '/security';
const ASK: ReadonlySet<string> = new Set(['step_up_required', 'wrong_credentials', 'throttled']);

/** The headers of an action's request, which must have come from here. */
export async function sameOrigin(): Promise<Headers> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  note(sent, 'taken');
  return sent;
}

/**
 * The same for an action of a form. Whoever calls one by hand gives it what they like: throws `bad_request` for what is
 * no form.
 */
export async function headersOfForm(given: unknown): Promise<Headers> {
  if (!(given instanceof FormData)) throw new BankError('bad_request', 'An action of a form takes a form.');
  return sameOrigin();
}

/** Acts and leads on to `to`: by way of `question` when the password is wanted, to the sign-in when it is over. */
export const actOrAsk = (
  to: string,
  question: Record<string, string>,
  act: () => Promise<void>,
): Promise<never> =>
  actAndLead(to, PAGE, act, (code) =>
    ASK.has(code) ? `${PAGE}?${new URLSearchParams({ ...question, error: code })}` : null,
  );

/** Acts and leads on to `to`: by way of the sign-in when the session is over. */
export const actOrSignIn = (to: string, act: () => Promise<void>): Promise<never> =>
  actAndLead(to, to, act, () => null);

async function actAndLead(
  to: string,
  /** Where the sign-in leads. */
  back: string,
  act: () => Promise<void>,
  /** Where a refusal leads; null for one that is an error of the page. */
  instead: (code: string) => string | null,
): Promise<never> {
  let next = to;
  try {
    await pageData(act);
  } catch (error) {
    const { code, status, extras } = toBankError(error);
    const other = instead(code);
    if (other !== null) next = other;
    else if (status === 401) next = signInPath(back, extras.reason);
    else throw error;
  }
  redirect(next);
}
