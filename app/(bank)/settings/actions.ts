'use server';
/** What the page's own form does before JavaScript arrives; after it, the API is asked for the same. */
import { actOrSignIn, headersOfForm } from '#app/_access/act-or-ask.ts';
import { changePreferences } from '#lib/identity/preferences.ts';
import { requireSession } from '#lib/sign-in/require-session.ts';

/** Hides amounts on every device of the customer, or shows them again. */
export async function hideAmounts(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const hide = form.get('hide');
  await actOrSignIn('/settings', async () => {
    const { document } = await requireSession(sent);
    if (hide === 'true' || hide === 'false') {
      await changePreferences(document.user, { hideAmounts: hide === 'true' });
    }
  });
}
