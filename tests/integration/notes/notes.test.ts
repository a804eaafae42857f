import { expect, it } from 'vitest';
import type { AccountRef } from '#lib/ids.ts';
import { postHistory } from '#lib/ledger/post.ts';
import { readEntry, seqRange } from '#lib/ledger/read-entries.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { accountNotes, accountTags, noteSchema, readNote, writeNote } from '#lib/notes/notes.ts';
import { keys } from '#lib/redis/keys.ts';
import { searchEntries, searchTotals } from '#lib/search/search.ts';
import { everything, freshRef, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, web, worker] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
]);

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

it('a note that was written elsewhere meanwhile is not written over: of two at once one is told', async () => {
  const ref = await accountOf(2);
  for (let round = 0; round < 20; round++) {
    const { changedAt } = await readNote(web, ref, 1);
    const writes = await Promise.allSettled(
      ['one', 'two', ''].map((text) => writeNote(web, ref, 1, { text, tags: [], basedOn: changedAt })),
    );
    const won = writes.flatMap((write) => (write.status === 'fulfilled' ? [write.value] : []));
    const lost = writes.flatMap((write) => (write.status === 'rejected' ? [write.reason] : []));
    // Removing what is not there changes nothing, so that another may still come after it.
    if (changedAt !== null) expect(won).toHaveLength(1);
    for (const reason of lost) expect(reason).toMatchObject({ code: 'note_changed' });
    expect(await readNote(web, ref, 1)).toEqual(won.at(-1)?.text === '' ? won[0] : won.at(-1));
    await writeNote(web, ref, 1, { text: `round ${round}`, tags: ['x'] });
  }
});

it('an entry is listed, found and read with its note, and one without a note without', async () => {
  const ref = await accountOf(3);
  const note = await writeNote(web, ref, 2, { text: 'for the flat', tags: ['Home'] });
  const { items } = await searchEntries(web, ref, {}, { limit: 50 });
  expect(items.map((entry) => entry.note)).toEqual([undefined, note, undefined]);
  const found = await searchEntries(web, ref, { q: 'home' }, { limit: 50 });
  expect(found.items.map((entry) => entry.note)).toEqual([note]);
  expect((await readEntry(web, ref, 2)).note).toEqual(note);
});

it('the tags used before are listed by how often, each in one spelling, of this account alone', async () => {
  const [ref, other] = [await accountOf(4), await accountOf(1)];
  await writeNote(web, other, 1, { text: '', tags: ['Theirs'] });
  await writeNote(web, ref, 1, { text: 'x', tags: ['Tax', 'Home'] });
  await writeNote(web, ref, 2, { text: '', tags: ['tax', 'Trip "26", [x]'] });
  await writeNote(web, ref, 3, { text: '', tags: ['Tax'] });
  await writeNote(web, ref, 4, { text: 'none', tags: [] });
  expect(await accountTags(web, ref)).toEqual(['Tax', 'Home', 'Trip "26", [x]']);
});

it('a note changes nothing of the ledger', async () => {
  const ref = await accountOf(2);
  const before = await everything(admin, ref);
  const entry = await readEntry(web, ref, 1);
  await writeNote(web, ref, 1, { text: 'x', tags: ['y'] });
  const { [keys.note(ref, 1)]: note, ...rest } = await everything(admin, ref);
  expect(note).toBeDefined();
  expect(rest).toEqual(before);
  const { note: _, ...after } = await readEntry(web, ref, 1);
  expect(after).toEqual(entry);
});

it('notes are one’s own: another customer’s entries are neither written to nor found', async () => {
  const [ours, theirs] = [await accountOf(2), await accountOf(3)];
  await writeNote(web, theirs, 2, { text: 'secret', tags: [] });
  expect(await seqs(ours, 'secret')).toEqual([]);
  expect(await accountNotes(web, ours, await seqRange(web, ours))).toEqual([]);
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

it('a note goes with its entry: the next who looks at an account’s notes removes those of entries that were trimmed', async () => {
  const ref = await accountOf(6);
  for (const seq of [1, 3, 6]) await writeNote(web, ref, seq, { text: 'holiday', tags: [] });
  await trimAccount(worker, ref, 3);
  expect(await seqs(ref, 'holiday')).toEqual([6]);
  const left = Object.keys(await everything(admin, ref)).filter((key) => key.includes(':note:'));
  expect(left).toEqual([keys.note(ref, 6)]);
});

it('a tag of trimmed entries alone is not offered, and finds none of them', async () => {
  const ref = await accountOf(6);
  for (const [seq, tag] of [
    [1, 'gone'],
    [2, 'gone'],
    [6, 'here'],
  ] as const)
    await writeNote(web, ref, seq, { text: '', tags: [tag] });
  await trimAccount(worker, ref, 3);
  expect(await accountTags(web, ref)).toEqual(['here']);
  const other = await accountOf(6);
  await writeNote(web, other, 1, { text: '', tags: ['gone'] });
  await trimAccount(worker, other, 3);
  expect((await searchEntries(web, other, { tag: 'gone' }, { limit: 9 })).items).toEqual([]);
  const left = Object.keys(await everything(admin, other)).filter((key) => key.includes(':note:'));
  expect(left).toEqual([]);
});
