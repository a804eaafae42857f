'use server';
import { authorised, ownEntry } from '#app/_access/access.ts';
import { actOrSignIn, headersOfForm } from '#app/_access/act-or-ask.ts';
import { writeNote } from '#lib/notes/notes.ts';
import { webRedis } from '#lib/redis/client.ts';
import { readNoteForm } from './_notes/note-form.ts';

/** The form of a note before JavaScript arrives; after it, the page calls the API. */
export async function saveNote(form: FormData): Promise<void> {
  const sent = await headersOfForm(form);
  const { account, seq, note, page } = readNoteForm(form);
  await actOrSignIn(page, async () => {
    const own = await authorised(ownEntry, sent, { id: account, seq });
    // A note beyond the form's own limits is not sent by browsers: the stored one is shown again.
    if (note) await writeNote(webRedis(), own.ref, own.seq, note);
  });
}
