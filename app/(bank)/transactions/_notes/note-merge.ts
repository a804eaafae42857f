/** Two changes of one note, brought together. Pure; tags are compared without their case, as the bank does. */
import { hasTag } from '#lib/notes/has-tag.ts';

export type Note = { text: string; tags: readonly string[] };

export type Merged = Note & {
  /** Both wrote another text: somebody has to choose. `text` is then one's own. */
  torn: boolean;
};

/** `mine` and `theirs` both began at `base`: what only one changed is taken from it, tags one by one. */
export function mergeNotes(base: Note, mine: Note, theirs: Note): Merged {
  const torn = mine.text !== base.text && theirs.text !== base.text && mine.text !== theirs.text;
  return {
    text: mine.text === base.text ? theirs.text : mine.text,
    tags: mergeTags(base.tags, mine.tags, theirs.tags),
    torn,
  };
}

function mergeTags(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const removed = base.filter((tag) => !hasTag(mine, tag));
  const left = theirs.filter((tag) => !hasTag(removed, tag));
  const added = mine.filter((tag) => !hasTag(base, tag));
  return [...left, ...added.filter((tag) => !hasTag(left, tag))];
}

export const sameNote = (one: Note, other: Note): boolean =>
  one.text === other.text &&
  one.tags.length === other.tags.length &&
  one.tags.every((tag, at) => tag === other.tags[at]);
