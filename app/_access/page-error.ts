/**
 * In production React hides what a server component throws from the browser, but keeps a `digest` that is already
 * there. So that the error page can tell "the bank is unavailable" from a defect, pages read through this.
 */
import { notFound } from 'next/navigation';
import { toBankError } from '#lib/errors.ts';

/** Runs a page's reads. `not_found` becomes the not-found page; An unavailable Redis becomes an error with its code as digest. */
export async function pageData<Data>(read: () => Promise<Data>): Promise<Data> {
  try {
    return await read();
  } catch (error) {
    const known = toBankError(error);
    if (known.code === 'not_found') notFound();
    if (known.status === 503) throw Object.assign(known, { digest: known.code });
    throw error;
  }
}
