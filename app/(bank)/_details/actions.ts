'use server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { actOrAsk, headersOfForm } from '#app/_access/act-or-ask.ts';
import { shownAt } from '#app/_access/search-params.ts';
import { safeNextPath } from '#lib/sign-in/next-path.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';
import { givenPassword, requireStepUp, stepUp } from '#lib/sign-in/step-up.ts';

const FALLBACK = '/security';

/*
 * What the buttons do before JavaScript arrives; after it, they ask the API. These only redirect: the page itself judges
 * whether it may show the details that its address asks for.
 */

/** To the page with the details, by way of the question for the password where that is needed; or without them. */
export async function toggleDetails(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const here = hereOf(form);
  if (form.has('hide')) redirect(here);
  await actOrAsk(shownAt(here), { act: 'details', here }, async () => {
    await requireStepUp(await requireSession(sent, { ask: 'redis' }));
  });
}

/** As this, with the password that was asked for. */
export async function confirmDetails(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const here = hereOf(form);
  await actOrAsk(shownAt(here), { act: 'details', here }, async () => {
    const { cookie } = await stepUp(sent, givenPassword(form));
    if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
  });
}

/** The page that the form was on: as sent by anybody. */
function hereOf(form: FormData): string {
  const here = form.get('here');
  return safeNextPath(typeof here === 'string' ? here : null) ?? FALLBACK;
}
