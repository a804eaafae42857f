import { expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { keys } from '#lib/redis/keys.ts';
import { accountNotes, noteSchema, readNote, writeNote } from '#lib/transactions/notes.ts';
import { postHistory } from '#lib/transactions/post.ts';
import { readEntry } from '#lib/transactions/read.ts';
import { searchEntries, searchTotals } from '#lib/transactions/search.ts';
import { everything, freshRef, posting, redisAs } from './helpers.ts';

const [admin, deploy, web] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('web')]);

async function accountOf(count: number): Promise<AccountRef> {
  const ref = await freshRef(deploy);
  await postHistory(
    deploy,
    ref,
    Array.from({ length: count }, () => posting()),
  );
  return ref;
}
const seqs = async (ref: AccountRef, q: string) =>
  (await searchEntries(web, ref, { q }, { limit: 50 })).items.map(({ seq }) => seq);

it('an entry is found by its note and its tags, typed in full, in part and with a slip, and by both together', async () => {
  const ref = await accountOf(5);
  await writeNote(web, ref, 2, { text: 'Birthday of Zoë, 75 guests', tags: ['Family', 'tax 2026'] });
  await writeNote(web, ref, 4, { text: '', tags: ['Family'] });
  for (const q of ['birthday', 'BIRTH', 'brithday', 'zoe', 'tax', '75', 'flat zoe family', 'zoe white']) {
    expect(await seqs(ref, q), q).toEqual([2]);
  }
  expect(await seqs(ref, 'famly')).toEqual([4, 2]);
  expect(await searchTotals(web, ref, { q: 'family' })).toMatchObject({ count: 2, outMinor: 24_68 });
});

it('a note that is changed is found by what it says now, and one that is emptied is gone', async () => {
  const ref = await accountOf(3);
  await writeNote(web, ref, 3, { text: 'holiday', tags: [] });
  await writeNote(web, ref, 3, { text: 'work trip', tags: [] });
  expect(await seqs(ref, 'holiday')).toEqual([]);
  expect(await seqs(ref, 'trip')).toEqual([3]);
  await writeNote(web, ref, 3, { text: '', tags: [] });
  expect(await seqs(ref, 'trip')).toEqual([]);
  expect(await admin.exists(keys.note(ref, 3))).toBe(0);
  expect(await readNote(web, ref, 3)).toEqual({ text: '', tags: [], changedAt: null });
});

it('a note changes nothing of the ledger', async () => {
  const ref = await accountOf(2);
  const before = await everything(admin, ref);
  const entry = await readEntry(web, ref, 1);
  await writeNote(web, ref, 1, { text: 'x', tags: ['y'] });
  const { [keys.note(ref, 1)]: note, ...rest } = await everything(admin, ref);
  expect(note).toBeDefined();
  expect(rest).toEqual(before);
  expect(await readEntry(web, ref, 1)).toEqual(entry);
});

it('notes are one’s own: another customer’s entries are neither written to nor found', async () => {
  const [ours, theirs] = [await accountOf(2), await accountOf(3)];
  await writeNote(web, theirs, 2, { text: 'secret', tags: [] });
  expect(await seqs(ours, 'secret')).toEqual([]);
  expect(await accountNotes(web, ours)).toEqual([]);
  for (const write of [writeNote(web, ours, 3, { text: 'x', tags: [] }), readNote(web, ours, 3)]) {
    await expect(write).rejects.toMatchObject({ code: 'not_found' });
  }
});

it('any text can be a note, and none is read as syntax', async () => {
  const ref = await accountOf(2);
  for (const text of [
    '@scope:{*} | "',
    '* | @words:(te*)',
    '<script>\'"',
    '{"a": [1]}',
    'line\nline',
    '😀',
  ]) {
    await writeNote(web, ref, 1, noteSchema.parse({ text, tags: [] }));
    expect((await readNote(web, ref, 1)).text).toBe(text);
    expect(await seqs(ref, 'flat')).toEqual([2, 1]);
  }
});

it.each([
  [{ text: 'x'.repeat(501), tags: [] }],
  [{ text: 'a\u0000b', tags: [] }],
  [{ text: '\ud800', tags: [] }],
  [{ text: '', tags: ['  '] }],
  [{ text: '', tags: ['a\nb'] }],
  [{ text: '', tags: ['x'.repeat(31)] }],
  [{ text: '', tags: Array.from({ length: 11 }, (_, at) => `t${at}`) }],
  [{ text: '', tags: [], scope: 'x' }],
])('%j is no note', (note) => {
  expect(noteSchema.safeParse(note).success).toBe(false);
});

it('outer spaces go, and a tag is there once whatever its case', () => {
  expect(noteSchema.parse({ text: ' a b ', tags: ['Tax', ' tax ', 'Home'] })).toEqual({
    text: 'a b',
    tags: ['tax', 'Home'],
  });
});
