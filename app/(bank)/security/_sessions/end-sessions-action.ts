'use server';
import { cookies } from 'next/headers';
import { actOrAsk, sameOrigin } from '#app/_access/act-or-ask.ts';
import { isSessionId } from '#lib/ids.ts';
import { endOtherSessions as endOthers, endOwnSession, requireMayEnd } from '#lib/sign-in/end-sessions.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { givenPassword, requireStepUp, stepUp } from '#lib/sign-in/step-up.ts';

const PAGE = '/security';
/** In place of a session's id. */
const ALL_OTHERS = 'others';

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
    const { document, cookie } = await stepUp(sent, givenPassword(form));
    if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
    if (sid === ALL_OTHERS) await endOthers(document, sent);
    else if (isSessionId(sid) && sid !== document.sid) await endOwnSession(document, sid, 'revoked', sent);
  });
}

const orAsk = (sid: string, act: () => Promise<void>) => actOrAsk(PAGE, { act: 'confirm', sid }, act);
