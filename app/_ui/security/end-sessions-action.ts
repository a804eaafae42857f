'use server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { pageData } from '#app/_page-error.ts';
import { endOtherSessions as endOthers, endOwnSession } from '#lib/auth/end-sessions.ts';
import { requireSession } from '#lib/auth/require-session.ts';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http.ts';
import { isSessionId } from '#lib/ids.ts';
import type { SessionDocument } from '#lib/sessions/document.ts';

/** Ends another session of one's own. The tag comes from the session: no other customer's can be named. */
export async function endSession(form: FormData): Promise<void> {
  const [own, sent] = await freshSession();
  const sid = String(form.get('sid'));
  if (isSessionId(sid) && sid !== own.sid) {
    await pageData(() => endOwnSession(own, sid, 'revoked', sent));
  }
  redirect('/security');
}

/** Ends all sessions of one's own but this one. */
export async function endOtherSessions(): Promise<void> {
  const asked = await freshSession();
  await pageData(() => endOthers(...asked));
  redirect('/security');
}

/** Asked of Redis, not of a copy: ending sessions must not rest on one. Without a session it leads to the sign-in. */
async function freshSession(): Promise<[SessionDocument, Headers]> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  try {
    return [(await pageData(() => requireSession(sent, { ask: 'redis' }))).document, sent];
  } catch (error) {
    if (toBankError(error).status === 401) redirect('/login?next=/security');
    throw error;
  }
}
