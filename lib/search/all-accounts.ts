/** Searches several accounts of one customer as one list: each as it is searched alone, and their newest rows merged. */
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { directionSums } from '#lib/ledger/direction.ts';
import { firstSeqSince, readLedger, seqRange } from '#lib/ledger/read-entries.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import type { Redis } from '#lib/redis/client.ts';
import { byCategory, type CategorySums, categoryRows } from '#lib/search/category-sums.ts';
import type { Filter } from '#lib/search/filter.ts';
import { pendingMatches } from '#lib/search/pending-matches.ts';
import { newestFirst, type Place, placeOf, readPlace } from '#lib/search/place.ts';
import { searchEntries, searchTotals, type Totals } from '#lib/search/search.ts';
import { reading, type Understood } from '#lib/search/understand.ts';

/**
 * `next` is the `before` of the following page, or null; `edits` are those of `Page`. `pending` are the matches that are not
 * booked yet, on the first page alone.
 */
export type ListPage = { items: EntryView[]; next: Place | null; edits?: number[]; pending: PendingView[] };
/** As `PageRequest`, by places. */
export type ListRequest = { before?: Place; after?: Place; limit: number; edits?: readonly number[] };

/**
 * A page of the matches of all these accounts, newest first: a page of each, merged. A cursor is an entry; where it
 * stands in the other accounts is found by its time, so that pages of a million entries cost no more than the first.
 * Throws not_found for a cursor into another account, or to an entry that none of them has had.
 */
export async function searchAccounts(
  redis: Redis,
  refs: readonly AccountRef[],
  filter: Filter,
  { before, after, limit, edits: given }: ListRequest,
): Promise<ListPage> {
  const [understood, ends, begins] = await Promise.all([
    understoodAlike(redis, refs, filter, given),
    before === undefined ? [] : seqsBelow(redis, refs, before),
    after === undefined ? [] : seqsBelow(redis, refs, after),
  ]);
  const pages = await Promise.all(
    refs.map((ref, at) => {
      const from = begins[at];
      // The place itself is not after it, but what stands at the same seq of another account is.
      const own = after !== undefined && readPlace(after)?.account === ref.account;
      const page = {
        before: ends[at],
        ...(from === undefined ? {} : { after: own ? from : Math.max(0, from - 1) }),
        limit,
        edits: given,
      };
      return searchEntries(redis, ref, filter, page, understood[at]);
    }),
  );
  const merged = pages.flatMap(({ items }) => items).sort(newestFirst);
  const items = after === undefined ? merged.slice(0, limit) : merged.slice(-limit);
  const last = items.at(-1);
  const edits = pages.find((page) => page.edits)?.edits;
  const isMore = merged.length > limit || pages.some(({ next }) => next !== null);
  return {
    items,
    next: after === undefined && last && isMore ? placeOf(last) : null,
    ...(edits ? { edits } : {}),
    pending: before || after ? [] : await pendingMatches(redis, refs, filter, given ?? edits),
  };
}

/** As `searchTotals`, of all these accounts, which have one currency. */
export async function totalsOfAccounts(
  redis: Redis,
  refs: readonly AccountRef[],
  filter: Filter,
  given?: readonly number[],
): Promise<Totals> {
  const understood = await understoodAlike(redis, refs, filter, given);
  const all = await Promise.all(
    refs.map((ref, at) => searchTotals(redis, ref, filter, given, understood[at])),
  );
  const sumOf = (name: keyof Totals) => all.reduce((sum, totals) => sum + totals[name], 0);
  const sums = directionSums((one) => sumOf(`${one}Minor`));
  const [count, netMinor] = [sumOf('count'), sumOf('netMinor')];
  return {
    count,
    ...sums,
    netMinor,
    pendingCount: sumOf('pendingCount'),
    pendingMinor: sumOf('pendingMinor'),
  };
}

/** As `categorySums` without the merchants, of all these accounts, which have one currency. */
export async function categoriesOfAccounts(
  redis: Redis,
  refs: readonly AccountRef[],
  filter: Filter,
  given?: readonly number[],
): Promise<Omit<CategorySums, 'merchants'>[]> {
  const understood = await understoodAlike(redis, refs, filter, given);
  const parts = await Promise.all(
    refs.map((ref, at) => categoryRows(redis, ref, filter, given, understood[at])),
  );
  return byCategory(parts.flatMap(({ rows }) => rows)).map(({ merchants, ...sums }) => sums);
}

/**
 * A text as each of these accounts understands it, with the edits that they share: what one has as typed is not guessed
 * at in another. Empty where each is understood alone.
 */
async function understoodAlike(
  redis: Redis,
  refs: readonly AccountRef[],
  filter: Filter,
  given?: readonly number[],
): Promise<Understood[]> {
  if (given || !filter.q || refs.length === 1) return [];
  const all = await Promise.all(refs.map((ref) => reading(redis, ref, filter)));
  const alone = all.map((understood) => understood());
  // A reference is of one account.
  if (alone.some(({ named }) => named))
    return alone.map((one) => (one.named ? one : { ...one, search: null }));
  const [first, ...others] = alone.map(({ edits }) => edits);
  const fewest = first?.map((edits, at) => Math.min(edits, ...others.map((one) => one[at] ?? 0)));
  return all.map((understood) => understood(fewest));
}

/** For each account the seq below which its entries are older than the entry at `place`, in the order of the list. */
async function seqsBelow(redis: Redis, refs: readonly AccountRef[], place: Place): Promise<number[]> {
  const named = readPlace(place);
  const own = refs.find(({ account }) => account === named?.account);
  if (!named || !own) throw noSuchEntry();
  if (refs.length === 1) return [named.seq];
  const at = await timeOf(redis, own, named.seq);
  return Promise.all(
    refs.map(async (ref) => {
      if (ref === own) return named.seq;
      const isAfter = ref.account > own.account;
      return firstSeqSince(redis, ref, await seqRange(redis, ref), at + (isAfter ? 1 : 0));
    }),
  );
}

/** Of a trimmed entry the time of the next one that is left: rows may come twice, and none is left out. */
async function timeOf(redis: Redis, ref: AccountRef, seq: number): Promise<number> {
  const { first } = await seqRange(redis, ref);
  const [entry] = await readLedger(redis, ref, [Math.max(seq, first)]);
  if (!entry) throw noSuchEntry();
  return entry.transactionDate;
}

const noSuchEntry = () => new BankError('not_found', 'There is no such transaction.');
