/** Turns a filter into a search of an account and the seqs of possible matches. */
import { config } from '#lib/config.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Language } from '#lib/language.ts';
import { pendingRows } from '#lib/ledger/authorize.ts';
import { ownCategories } from '#lib/ledger/own-categories.ts';
import { firstSeqSince, type SeqRange, seqRange } from '#lib/ledger/read-entries.ts';
import { seqOfReference } from '#lib/ledger/reference.ts';
import { accountNotes, taggedSeqs } from '#lib/notes/notes.ts';
import type { Redis } from '#lib/redis/client.ts';
import type { Filter } from '#lib/search/filter.ts';
import { spanOf } from '#lib/search/filter-fields.ts';
import { fuzzyMatch } from '#lib/search/fuzzy-match.ts';
import { isInWords } from '#lib/search/matches.ts';
import { pendingWords } from '#lib/search/pending-matches.ts';
import { buildSearch, type Search, type SearchTerm, seqClause } from '#lib/search/query.ts';
import { readText, type Term } from '#lib/search/query-text.ts';
import { bookedBehind, shownTexts, wordsShown } from '#lib/search/shown-texts.ts';
import { accountWords, wordsBeginning } from '#lib/search/vocabulary.ts';

/** Smaller accounts need no windows: a numeric clause costs like its range over all accounts. */
export const SMALL = 5000;

export type Understood = {
  /** Null when nothing can match. */
  search: Search | null;
  /** Holds all matches. */
  range: SeqRange;
  /** The newest entry considered. */
  seq: number;
  /** No windows. */
  small: boolean;
  edits: number[];
  /** The text is the reference of an entry of this account: nothing else is meant, in no other account either. */
  named: boolean;
};

/** The search for a filter. HMGET, for a category HGETALL, and for text the account's words, notes and pending rows. */
export async function understand(
  redis: Redis,
  ref: AccountRef,
  filter: Filter,
  known?: readonly number[],
): Promise<Understood> {
  const understood = await reading(redis, ref, filter);
  return understood(known);
}

/** As `understand`, with the edits chosen after all is read: several accounts share them. */
export async function reading(
  redis: Redis,
  ref: AccountRef,
  { q = '', texts: language, ...filter }: Filter,
): Promise<(known?: readonly number[]) => Understood> {
  const [account, own] = await Promise.all([
    seqRange(redis, ref),
    filter.category ? ownCategories(redis, ref.user) : {},
  ]);
  const small = account.last - account.first < SMALL;
  const terms = readText(q);
  const seq = seqOfReference(q, ref.account) ?? 0;
  const named = seq >= account.first && seq <= account.last;
  if (terms === 'nothing') {
    return () => ({ search: null, range: account, seq: account.last, small, edits: [], named: false });
  }
  const [text, tagged] = await Promise.all([
    terms.some(isText) && !named ? readWords(redis, ref, account, language) : null,
    filter.tag ? taggedSeqs(redis, ref, account, filter.tag) : [],
  ]);
  const whole = { ...account, last: Math.max(account.last, text?.last ?? 0) };
  const range = small ? whole : await rangeOfDays(redis, ref, whole, filter);
  return (known) => {
    if (named) {
      const search = buildSearch(ref, filter, [], own, config().timeZone, tagged);
      const found = { search, range, seq: whole.last, small, edits: [], named };
      return narrowed(found, seqClause(seq));
    }
    const { read, edits } = text
      ? readTerms(text, terms, language, known)
      : { read: terms.map((term) => ({ term, words: null, notes: [] })), edits: [] };
    const search = buildSearch(ref, filter, read, own, config().timeZone, tagged);
    return { search, range, seq: whole.last, small, edits, named };
  };
}

/** The same among the matches of one more clause, never of a user's text. */
export const narrowed = ({ search, ...understood }: Understood, clause: string): Understood => ({
  ...understood,
  search: search && { ...search, query: `${search.query} ${clause}` },
});

/** The part of a large account that lies in the days of a filter. */
async function rangeOfDays(redis: Redis, ref: AccountRef, range: SeqRange, filter: Filter) {
  const { sinceMs, beforeMs } = spanOf(filter, config().timeZone);
  const [first, after] = await Promise.all([
    sinceMs === undefined ? range.first : firstSeqSince(redis, ref, range, sinceMs),
    beforeMs === undefined ? range.last + 1 : firstSeqSince(redis, ref, range, beforeMs),
  ]);
  return { ...range, first, last: after - 1 };
}

const isText = ({ kind }: Term): boolean => kind === 'word' || kind === 'prefix' || kind === 'units';

async function readWords(redis: Redis, ref: AccountRef, range: SeqRange, language: Language | undefined) {
  const [vocabulary, notes, pending] = await Promise.all([
    accountWords(redis, ref, range),
    accountNotes(redis, ref, range),
    pendingRows(redis, ref),
  ]);
  const { words, known, complete, last } = vocabulary;
  const beside = [
    ...notes.flatMap((note) => note.words),
    ...pending.flatMap((row) => pendingWords(row, language)),
  ];
  const unbooked = new Set(beside.filter((word) => !known.has(word)));
  const added = [...unbooked, ...wordsShown(shownTexts(language), known)];
  const all = added.length > 0 ? [...words, ...added] : words;
  const beginning = (typed: string) => [
    ...wordsBeginning(vocabulary, typed),
    ...added.filter((word) => word.startsWith(typed)),
  ];
  return { all, beginning, known, notes, complete, last };
}

function readTerms(
  { all, beginning, known: own, notes, complete }: Awaited<ReturnType<typeof readWords>>,
  terms: readonly Term[],
  language: Language | undefined,
  known?: readonly number[],
): { read: SearchTerm[]; edits: number[] } {
  const texts = shownTexts(language);
  // While words are still loading, the index finds those as typed: one that is not here yet is no slip.
  const asTyped = terms.map(() => 0);
  const { edits, words: meant } = fuzzyMatch(
    terms,
    all,
    known ?? (complete ? undefined : asTyped),
    beginning,
  );
  const read = terms.map((term, at) => ({
    term,
    words:
      complete || edits[at] ? (meant[at]?.filter((word) => own.has(word) || !texts.has(word)) ?? null) : null,
    shown: bookedBehind(language, term, meant[at] ?? []),
    notes: notes.filter((note) => isInWords(term, note.words, edits[at] ?? 0)).map(({ seq }) => seq),
  }));
  return { read, edits };
}

/**
 * Whether it is every entry: by what it asks, not by its fields. `q: ' '` and an unfinished letter ask for nothing, and all
 * entries are booked.
 */
export function isEmpty({ q, texts: _, status, ...others }: Filter): boolean {
  const isAnyEntry = status !== 'pending' && Object.values(others).every((value) => !value);
  return isAnyEntry && readText(q ?? '').length === 0;
}
