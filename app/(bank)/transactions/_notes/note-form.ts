/** The form of a note as browsers send it before JavaScript arrives. */
import { questionIn } from '#app/_access/search-params.ts';
import { detailHref } from '#app/(bank)/transactions/_filters/address.ts';
import { noteSchema } from '#lib/notes/notes.ts';
import { filterSchema } from '#lib/search/filter.ts';

const FILTER = 'filter.';

export function readNoteForm(form: FormData) {
  const [account, seq] = [textOf(form, 'account'), textOf(form, 'seq')];
  const { account: narrowed, ...filter } = filterIn(form);
  return {
    account,
    seq,
    /** Null for a note beyond the limits of the form's fields. */
    note: noteSchema.safeParse(noteIn(form)).data ?? null,
    /** The page of the entry, with the filter of the list that it was opened from. */
    page: detailHref({ account, seq: Number(seq) }, narrowed ?? null, questionIn(filterSchema, filter)),
  };
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
  const left = form.getAll('tags').filter((tag) => tag !== removed);
  const added = textOf(form, 'tag')
    .split(',')
    .filter((tag) => tag.trim() !== '');
  return { text: textOf(form, 'text').replaceAll('\r\n', '\n'), tags: [...left, ...added] };
}
