'use server';
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { headersOfForm, sameOrigin } from '#app/_access/act-or-ask.ts';
import { pageData } from '#app/_access/page-error.ts';
import { type BrowserChoice, languageChoice, lensChoice, themeChoice } from '#lib/browser-choices.ts';
import { config } from '#lib/config.ts';
import { toBankError } from '#lib/errors.ts';
import { changePreferences, type PreferencesPatch } from '#lib/identity/preferences.ts';
import { log } from '#lib/log.ts';
import { signOut as endSession } from '#lib/sign-in/logout.ts';
import { PATH_HEADER, safeNextPath } from '#lib/sign-in/next-path.ts';
import { getSession } from '#lib/sign-in/require-session.ts';

/**
 * Stores the language in this browser and, for a signed-in user, as the preference, which counts wherever they are
 * signed in. The page is rendered in it.
 */
export async function switchLanguage(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const language = languageChoice.parse(form.get('language'));
  if (language) await choose(sent, languageChoice, language, { language });
}

/** The same for the theme. */
export async function switchTheme(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const theme = themeChoice.parse(form.get('theme'));
  if (theme) await choose(sent, themeChoice, theme, { theme });
}

/** Switches the lens on or off in this browser. The demo's alone. */
export async function switchLens(form: FormData): Promise<void> {
  if (!config().demo) notFound();
  await headersOfForm(form);
  const lens = lensChoice.parse(form.get('lens'));
  if (lens) (await cookies()).set(lensChoice.cookie(lens));
}

async function choose<Value extends string>(
  sent: Headers,
  choice: BrowserChoice<Value>,
  value: Value,
  patch: PreferencesPatch,
): Promise<void> {
  (await cookies()).set(choice.cookie(value));
  let stored = false;
  try {
    const session = await getSession(sent);
    if (session) {
      await changePreferences(session.document.user, patch);
      stored = true;
    }
  } catch (thrown) {
    // This browser has it, which draws the pages of who has no preference; that one is changed by the next choice.
    log.warn('a choice was not stored', { code: toBankError(thrown).code });
  }
  // A page tells what was just chosen by its cookie. This one was there: the page is asked for once more.
  if (stored && choice.of(sent) === value) redirect(safeNextPath(sent.get(PATH_HEADER)) ?? '/');
}

/** Ends the session in Redis, removes the cookie and redirects to the sign-in. */
export async function signOut(): Promise<void> {
  const sent = await sameOrigin();
  // While the bank is unavailable the session may be alive: the page says so, and later shows its button again.
  const cookie = await pageData(() => endSession(sent));
  if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
  redirect('/login?reason=signed_out');
}
