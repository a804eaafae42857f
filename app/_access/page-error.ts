/**
 * In production React hides what a server component throws from the browser, but keeps a `digest` that is already
 * there. So that the error page can tell "the bank is unavailable" from a defect, pages read through this, and actions
 * act. Our server is told as well: the framework's answer of an action says nothing.
 */
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { answeredError } from '#lib/errors.ts';
import { note } from '#lib/http/at-work.ts';

/** Runs a page's reads. `not_found` becomes the not-found page; an unavailable Redis becomes an error with its code as digest. */
export async function pageData<Data>(read: () => Promise<Data>): Promise<Data> {
  try {
    return await read();
  } catch (error) {
    const known = answeredError(error);
    if (known.code === 'not_found') notFound();
    if (known.status !== 503) throw error;
    note(await headers(), 'unavailable');
    throw Object.assign(known, { digest: known.code });
  }
}
