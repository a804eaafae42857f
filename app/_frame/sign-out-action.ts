'use server';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { pageData } from '#app/_access/page-error.ts';
import { requireSameOrigin } from '#lib/http/origin.ts';
import { signOut as endSession } from '#lib/sign-in/logout.ts';

/** Ends the session in Redis, then the cookie, then leads to the sign-in. */
export async function signOut(): Promise<void> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  // Not known to be signed out while the bank is away: the page says so, and comes back with its button.
  const cookie = await pageData(() => endSession(sent));
  if (cookie) (await cookies()).set(cookie.name, cookie.value, cookie.options);
  redirect('/login?reason=signed_out');
}
