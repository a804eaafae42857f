'use server';
import { cookies, headers } from 'next/headers';
import { languageCookie } from '#app/_words/request-language.ts';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { changePreferences } from '#lib/identity/preferences.ts';
import { isLanguage } from '#lib/language.ts';
import { log } from '#lib/log.ts';
import { getSession } from '#lib/sign-in/require-session.ts';

/** Keeps the language in this browser and, for who is signed in, on every device. The page is drawn anew in it. */
export async function switchLanguage(form: FormData): Promise<void> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  // Whoever calls an action by hand passes what they like.
  const language = typeof form?.get === 'function' ? form.get('language') : null;
  if (!isLanguage(language)) return;
  const cookie = languageCookie(language);
  (await cookies()).set(cookie);
  try {
    const session = await getSession(sent);
    if (session) await changePreferences(session.document.user, { language });
  } catch (thrown) {
    // This browser has it; the other devices are asked for again at the next switch.
    log.warn('a language was not kept', { code: toBankError(thrown).code });
  }
}
