'use server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { headersOfForm, sameOrigin } from '#app/_access/act-or-ask.ts';
import { pageData } from '#app/_access/page-error.ts';
import { toBankError } from '#lib/errors.ts';
import { changePreferences } from '#lib/identity/preferences.ts';
import { isLanguage } from '#lib/language.ts';
import { log } from '#lib/log.ts';
import { languageCookie } from '#lib/request-language.ts';
import { signOut as endSession } from '#lib/sign-in/logout.ts';
import { getSession } from '#lib/sign-in/require-session.ts';

/** Stores the language in this browser and, for a signed-in user, on every device. The page is rendered in it. */
export async function switchLanguage(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const language = form.get('language');
  if (!isLanguage(language)) return;
  (await cookies()).set(languageCookie(language));
  try {
    const session = await getSession(sent);
    if (session) await changePreferences(session.document.user, { language });
  } catch (thrown) {
    // This browser has it; the other devices get it with the next switch.
    log.warn('a language was not kept', { code: toBankError(thrown).code });
  }
}

/** Ends the session in Redis, removes the cookie and redirects to the sign-in. */
export async function signOut(): Promise<void> {
  const sent = await sameOrigin();
  // While the bank is unavailable the session may be alive: the page says so, and later shows its button again.
  const cookie = await pageData(() => endSession(sent));
  if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
  redirect('/login?reason=signed_out');
}
