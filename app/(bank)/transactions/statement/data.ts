/** What a statement's page is rendered from. */

import { chooseAccount } from '#app/_access/chosen-account.ts';
import { readSteadily } from '#app/_access/read-steadily.ts';
import { questionIn, type SearchParams } from '#app/_access/search-params.ts';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { readStatement, type Statement } from '#lib/export/statement.ts';
import { monthlySums } from '#lib/finance/totals.ts';
import type { Language } from '#lib/language.ts';
import type { Account } from '#lib/ledger/accounts.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { of } from '#lib/redis/recorder.ts';
import { type Filter, filterSchema } from '#lib/search/filter.ts';
import { asText } from '#lib/search/search-meant.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { daysOfMonth, monthOf } from '#lib/time.ts';

/** Some forty pages of paper, and about a second to make. */
const MAX_ROWS = 2000;

export type StatementData = Statement & {
  account: Account;
  /** Null for the customer's first one, which addresses need not name. */
  accountParam: string | null;
  customer: string;
  filter: Filter;
  /** This one and those with entries, `yyyy-mm`, newest first. */
  months: readonly string[];
  /** Older ones than this many are left out. */
  maxRows: number;
  now: number;
};

/**
 * Of this month when the address asks for nothing. Null for a customer without accounts; throws not_found for an account
 * that is not theirs.
 */
export async function statementData(
  session: Session,
  params: SearchParams,
  language: Language,
): Promise<StatementData | null> {
  const redis = webRedis();
  const { user, profile } = session.document;
  const chosen = await chooseAccount(user, [params.account].flat()[0]);
  if (!chosen) return null;
  const asked = questionIn(filterSchema, params);
  const now = await redisNow(redis);
  const month = monthOf(now, config().timeZone);
  const isAll = Object.values(asked).every((value) => value === undefined);
  const filter = isAll ? daysOfMonth(month) : asked;
  const { account, data } = await readSteadily(chosen, () =>
    Promise.all([
      of('statement', () => readStatement(redis, chosen.ref, asText(filter, language), MAX_ROWS)),
      of('months', () => monthlySums(redis, chosen.ref)),
    ]),
  );
  const [statement, sums] = data;
  const months = [...new Set([...sums.map((one) => one.month), month])].reverse();
  if (!statement) throw new BankError('not_found', 'There is no such account.');
  const accountParam = account.id === chosen.accounts[0]?.id ? null : account.id;
  const customer = profile.name;
  return { ...statement, account, accountParam, customer, filter, months, maxRows: MAX_ROWS, now };
}
