import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeNotes, type Note } from '#app/(bank)/transactions/_notes/note-merge.ts';
import { hasTag } from '#lib/notes/has-tag.ts';

const note: fc.Arbitrary<Note> = fc.record({
  text: fc.constantFrom('', 'a', 'b', 'c'),
  tags: fc.uniqueArray(fc.constantFrom('tax', 'home', 'trip', 'work', 'gift'), { maxLength: 5 }),
});

test('nothing that one of two devices added or removed is lost, and a choice is asked only of two other texts', () => {
  fc.assert(
    fc.property(note, note, note, (base, mine, theirs) => {
      const { text, tags, torn } = mergeNotes(base, mine, theirs);
      for (const tag of ['tax', 'home', 'trip', 'work', 'gift']) {
        const [was, here, there] = [base, mine, theirs].map((one) => hasTag(one.tags, tag));
        expect(hasTag(tags, tag), tag).toBe(was ? Boolean(here && there) : Boolean(here || there));
      }
      expect(new Set(tags).size).toBe(tags.length);
      const changed = [mine, theirs].filter((one) => one.text !== base.text);
      expect(torn).toBe(changed.length === 2 && mine.text !== theirs.text);
      if (!torn) expect(text).toBe(changed[0]?.text ?? base.text);
      else expect(text).toBe(mine.text);
    }),
    { numRuns: 2000 },
  );
});

test('what only one device changed is what comes out', () => {
  fc.assert(
    fc.property(note, note, (base, changed) => {
      expect(mergeNotes(base, changed, base)).toMatchObject({ text: changed.text, torn: false });
      expect(mergeNotes(base, base, changed)).toEqual({ ...changed, torn: false });
    }),
  );
});

test('a tag in another case is the same tag', () => {
  const base = { text: '', tags: ['Tax'] };
  expect(mergeNotes(base, { text: '', tags: [] }, { text: '', tags: ['tax'] }).tags).toEqual([]);
  expect(mergeNotes({ text: '', tags: [] }, base, { text: '', tags: ['tax'] }).tags).toEqual(['tax']);
});
