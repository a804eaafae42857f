/** What actions of pages without JavaScript have in common, where an act may want the password first. */
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { pageData } from '#app/_access/page-error.ts';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http/http.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';

/** Where the question is asked. */
const PAGE = '/security';
const ASK: ReadonlySet<string> = new Set(['step_up_required', 'wrong_credentials', 'throttled']);

/** The headers of an action's request, which must have come from here. */
export async function sameOrigin(): Promise<Headers> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  return sent;
}

/** Acts and leads on to `to`: by way of `question` when the password is wanted, to the sign-in when it is over. */
export async function actOrAsk(
  to: string,
  question: Record<string, string>,
  act: () => Promise<void>,
): Promise<never> {
  let next = to;
  try {
    await pageData(act);
  } catch (error) {
    const { code, status, extras } = toBankError(error);
    if (ASK.has(code)) next = `${PAGE}?${new URLSearchParams({ ...question, error: code })}`;
    else if (status === 401) next = signInPath(PAGE, extras.reason);
    else throw error;
  }
  redirect(next);
}
