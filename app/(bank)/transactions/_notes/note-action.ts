'use server';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { entryNumber } from '#app/_access/entry-number.ts';
import { ownAccount } from '#app/_access/own-account.ts';
import { pageData } from '#app/_access/page-error.ts';
import { questionIn } from '#app/_access/search-params.ts';
import { detailHref } from '#app/(bank)/transactions/_filters/address.ts';
import { toBankError } from '#lib/errors.ts';
import { requireSameOrigin } from '#lib/http/http.ts';
import { noteSchema, writeNote } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';
import { filterSchema } from '#lib/search/filter.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';

const FILTER = 'filter.';

/** What the form of a note does before JavaScript arrives; after it, the API is asked for the same. */
export async function saveNote(form: FormData): Promise<void> {
  const sent = await headers();
  requireSameOrigin('POST', sent);
  const [account, seq] = [textOf(form, 'account'), textOf(form, 'seq')];
  let to = detailHref(account, Number(seq), questionIn(filterSchema, filterIn(form)));
  try {
    await pageData(async () => {
      const { ref } = await ownAccount(sent, account);
      const note = noteSchema.safeParse(noteIn(form));
      // The form's own limits were not kept: what is there stays, and is shown again.
      if (note.success) await writeNote(webRedis(), ref, entryNumber(seq), note.data);
    });
  } catch (error) {
    const { status, extras } = toBankError(error);
    if (status !== 401) throw error;
    to = signInPath(to, extras.reason);
  }
  redirect(to);
}

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

const filterIn = (form: FormData): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(FILTER) && typeof value === 'string' ? [[name.slice(FILTER.length), value]] : [],
    ),
  );

/** Browsers send line breaks of a form in two characters. */
function noteIn(form: FormData) {
  const removed = form.get('remove');
  const kept = form.getAll('tags').filter((tag) => tag !== removed);
  const added = textOf(form, 'tag')
    .split(',')
    .filter((tag) => tag.trim() !== '');
  return { text: textOf(form, 'text').replaceAll('\r\n', '\n'), tags: [...kept, ...added] };
}
