'use server';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { pageData } from '#app/_page-error.ts';
import { endOtherSessions as endOthers, endOwnSession, requireMayEnd } from '#lib/auth/end-sessions.ts';
import { signInPath } from '#lib/auth/next-path.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { requireStepUp, stepUp } from '#lib/auth/step-up.ts';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http.ts';
import { isSessionId } from '#lib/ids.ts';

const PAGE = '/security';
const LONGEST_PASSWORD = 256;
/** In place of a session's id. */
const ALL_OTHERS = 'others';
const ASK: ReadonlySet<string> = new Set(['step_up_required', 'wrong_credentials', 'throttled']);

/*
 * What the forms of the page do before JavaScript arrives; after it, they ask the API for the same.
 */

/** Ends another session of one's own. The tag comes from the session: no other customer's can be named. */
export async function endSession(form: FormData): Promise<void> {
  const sent = await sameOrigin();
  const sid = String(form.get('sid'));
  await orAsk(sid, async () => {
    const session = await requireSession(sent, { ask: 'redis' });
    if (!isSessionId(sid) || sid === session.document.sid) return;
    await requireMayEnd(session, sid);
    await endOwnSession(session.document, sid, 'revoked', sent);
  });
}

/** Ends all sessions of one's own but this one. */
export async function endOtherSessions(): Promise<void> {
  const sent = await sameOrigin();
  await orAsk(ALL_OTHERS, async () => {
    const session = await requireSession(sent, { ask: 'redis' });
    await requireStepUp(session);
    await endOthers(session.document, sent);
  });
}

/** As these two, with the password that was asked for. */
export async function confirmAndEnd(form: FormData): Promise<void> {
  const sent = await sameOrigin();
  const sid = String(form.get('sid'));
  await orAsk(sid, async () => {
    const password = String(form.get('password')).slice(0, LONGEST_PASSWORD);
    const { document, cookie } = await stepUp(sent, password);
    if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
    if (sid === ALL_OTHERS) await endOthers(document, sent);
    else if (isSessionId(sid) && sid !== document.sid) await endOwnSession(document, sid, 'revoked', sent);
  });
}

async function sameOrigin(): Promise<Headers> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  return sent;
}

/** Acts and leads back to the page: with the question when the password is wanted, to the sign-in when it is over. */
async function orAsk(sid: string, act: () => Promise<void>): Promise<void> {
  let to = PAGE;
  try {
    await pageData(act);
  } catch (error) {
    const { code, status, extras } = toBankError(error);
    if (ASK.has(code)) to = `${PAGE}?${new URLSearchParams({ act: 'confirm', sid, error: code })}`;
    else if (status === 401) to = signInPath(PAGE, extras.reason);
    else throw error;
  }
  redirect(to);
}
