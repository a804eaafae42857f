'use server';
/** What the page's forms do before JavaScript arrives; after it, all but the password's ask the API for the same. */
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { actOrAsk, headersOfForm, sameOrigin } from '#app/_access/act-or-ask.ts';
import { answeredError } from '#lib/errors.ts';
import { logFailure } from '#lib/log-failure.ts';
import { changePassword as change } from '#lib/sign-in/change-password.ts';
import type { SessionCookie } from '#lib/sign-in/cookie.ts';
import { endOneSession, endOtherSessions as endOthers } from '#lib/sign-in/end-sessions.ts';
import { endedHere } from '#lib/sign-in/logout.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';
import { requireSession, type Session } from '#lib/sign-in/require-session.ts';
import { givenPassword, stepUp } from '#lib/sign-in/step-up.ts';

const PAGE = '/security';
/** Instead of a session's id. */
const ALL_OTHERS = 'others';

/** Ends another of one's own sessions. The tag is the session's own, so no other customer's session can be named. */
export async function endSession(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const sid = String(form.get('sid'));
  await orAsk(sid, async () => {
    const session = await requireSession(sent, { ask: 'redis' });
    await endOne(session, sid, sent);
  });
}

/** Ends all one's own sessions but this one. */
export async function endOtherSessions(): Promise<void> {
  const sent = await sameOrigin();
  await orAsk(ALL_OTHERS, async () => {
    const session = await requireSession(sent, { ask: 'redis' });
    await endOthers(session, sent);
  });
}

/** As these two, with the password they wanted. */
export async function confirmAndEnd(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const sid = String(form.get('sid'));
  await orAsk(sid, async () => {
    const session = await stepUp(sent, givenPassword(form));
    await setCookie(session.cookie);
    if (sid === ALL_OTHERS) await endOthers(session, sent);
    else await endOne(session, sid, sent);
  });
}

/** One that is gone already is what was asked for. */
async function endOne(session: Session, sid: string, sent: Headers): Promise<void> {
  if ((await endOneSession(session, sid, sent)) === 'here') await setCookie(endedHere(session));
}

async function setCookie(cookie: SessionCookie | null): Promise<void> {
  if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
}

const orAsk = (sid: string, act: () => Promise<void>) => actOrAsk(PAGE, { act: 'confirm', sid }, act);

export type PasswordState = {
  status: 'untried' | 'changed' | 'refused';
  /** The bank's error code. */
  code?: string;
  /** What is wrong with the new password. */
  fault?: string | undefined;
  retryAfterSeconds?: number | undefined;
  endOthers: boolean;
};

/** Changes the password, or returns what is wrong. No password is ever in the state. */
export async function changePassword(_before: PasswordState, form: FormData): Promise<PasswordState> {
  const sent = await headersOfForm(form);
  const endOthers = form.has('endOthers');
  const [current, next] = [givenPassword(form, 'current'), givenPassword(form, 'next')];
  try {
    await change(sent, { current, next, endOthers });
    return { status: 'changed', endOthers };
  } catch (thrown) {
    const { code, status, extras } = answeredError(thrown);
    if (status >= 500) logFailure('a password was not changed', thrown);
    const over = status === 401 && code !== 'wrong_credentials' && code !== 'session_rotated';
    if (over) redirect(signInPath(PAGE, extras.reason));
    const { fields, retryAfterSeconds } = extras;
    return {
      status: 'refused',
      code: fields?.current ?? code,
      fault: fields?.next,
      retryAfterSeconds,
      endOthers,
    };
  }
}
