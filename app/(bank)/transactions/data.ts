/** What the transactions' pages are rendered from. */

import { entryNumber } from '#app/_access/access.ts';
import { chooseAccount } from '#app/_access/chosen-account.ts';
import { readAllSteadily } from '#app/_access/read-steadily.ts';
import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import type { Language } from '#lib/language.ts';
import { type Account, listedTogether, requireAccount } from '#lib/ledger/accounts.ts';
import { findPending } from '#lib/ledger/authorize.ts';
import { readEntry } from '#lib/ledger/read-entries.ts';
import type { EntryView, PendingView } from '#lib/ledger/schema.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { of } from '#lib/redis/recorder.ts';
import { totalsOfAccounts } from '#lib/search/all-accounts.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { askedAgain } from '#lib/search/phrases.ts';
import type { Totals } from '#lib/search/search.ts';
import { type MeantPage, searchMeant } from '#lib/search/search-meant.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { dayOf } from '#lib/time.ts';
import { FIRST_ROWS } from './page-size.ts';

export type TransactionsData = {
  accounts: Account[];
  /** The one that the list is narrowed to; null for all, and for the only one. */
  narrowed: string | null;
  filter: Filter;
  page: MeantPage;
  totals: Totals;
  /** What the day of the last row came to, older rows of which may be on the next page; null without rows. */
  lastDay: { day: string; netMinor: number } | null;
  /** Redis' clock at the read. */
  now: number;
  start: LiveStart;
};

/**
 * The first page and the totals of what the URL asks for, of `?account=` or of all accounts, all of one moment, with
 * the position in the live log that was read before it. Null for a customer without accounts; throws not_found
 * for an account that is not theirs.
 */
export async function transactionsData(
  session: Session,
  params: SearchParams,
  language: Language,
): Promise<TransactionsData | null> {
  const redis = webRedis();
  const { user } = session.document;
  const id = [params.account].flat()[0];
  const chosen = await chooseAccount(user, id);
  if (!chosen) return null;
  const { accounts, account } = chosen;
  const listed = listedTogether(accounts, id);
  const refs = listed.map((one) => ({ user, account: one.id }));
  const filter = questionIn(filterSchema, params);
  const { accounts: read, data } = await readAllSteadily(user, listed, async () => {
    const page = await of('rows', () => searchMeant(redis, refs, filter, language, { limit: FIRST_ROWS }));
    const asked = askedAgain(filter, page);
    const [totals, lastDay, now] = await Promise.all([
      of('totals', () => totalsOfAccounts(redis, refs, asked, page.edits)),
      of('totals', () => lastDayOf(refs, asked, page)),
      redisNow(redis),
    ]);
    return { page, totals, now, lastDay };
  });
  return {
    accounts,
    narrowed: listed.length < accounts.length ? account.id : null,
    filter,
    ...data,
    start: {
      after: chosen.after,
      seqs: Object.fromEntries(read.map((one) => [one.id, one.seq])),
      categories: chosen.categories,
    },
  };
}

async function lastDayOf(
  refs: readonly AccountRef[],
  filter: Filter,
  { items, edits }: MeantPage,
): Promise<TransactionsData['lastDay']> {
  const last = items.at(-1);
  if (!last) return null;
  const day = dayOf(last.at, config().timeZone);
  const { netMinor } = await totalsOfAccounts(webRedis(), refs, { ...filter, from: day, to: day }, edits);
  return { day, netMinor };
}

/**
 * One entry for the detail page, by the two segments of its address. Throws not_found alike for what is missing,
 * malformed or another customer's.
 */
export async function transactionData(session: Session, accountId: string, seq: string): Promise<EntryView> {
  const redis = webRedis();
  const { ref } = await requireAccount(redis, session.document.user, accountId);
  return of('entry', () => readEntry(redis, ref, entryNumber(seq)));
}

/** A pending transaction, or the seq of the entry that it became. Throws not_found as `transactionData`. */
export async function pendingData(
  session: Session,
  accountId: string,
  id: string,
): Promise<{ pending: PendingView } | { seq: number }> {
  const redis = webRedis();
  const { ref } = await requireAccount(redis, session.document.user, accountId);
  const found = await of('entry', () => findPending(redis, ref, id));
  if (!found) throw new BankError('not_found', 'There is no such transaction.');
  return found;
}
