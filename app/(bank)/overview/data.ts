/** What the overview is rendered from: features composed, so that the page has no Redis command. */

import { type Chosen, chooseAccount } from '#app/_access/chosen-account.ts';
import { readSteadily } from '#app/_access/read-steadily.ts';
import { rememberBalance } from '#app/_access/remember-balance.ts';
import { config } from '#lib/config.ts';
import { balanceHistory } from '#lib/finance/balance.ts';
import { dueBeforePayday } from '#lib/finance/due.ts';
import type { BalanceRange } from '#lib/finance/ranges.ts';
import { monthlySums } from '#lib/finance/totals.ts';
import { upcomingPayments } from '#lib/finance/upcoming.ts';
import type { Account } from '#lib/ledger/accounts.ts';
import { pendingRows } from '#lib/ledger/authorize.ts';
import { newestEntries } from '#lib/ledger/read-entries.ts';
import type { LiveStart } from '#lib/live/stream-id.ts';
import { log } from '#lib/log.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { of } from '#lib/redis/recorder.ts';
import type { Session } from '#lib/sign-in/require-session.ts';
import { dayOf } from '#lib/time.ts';
import { LATEST_ROWS, type OverviewState } from './overview-state.ts';

const FIRST_RANGE: BalanceRange = '1mo';

/** An account as the overview shows it. */
export type ShownAccount = Pick<Account, 'id' | 'name' | 'number' | 'currency' | 'availableMinor'>;

export type OverviewData = {
  /** All of the customer's, in their order. */
  accounts: readonly ShownAccount[];
  account: { id: string; name: string; currency: string };
  initial: OverviewState;
  /** Months with spending, `yyyy-mm`, newest first. */
  periods: readonly string[];
  /** The server's clock at the render. */
  now: number;
  start: LiveStart;
};

/**
 * Everything the overview shows of one account (`accountId`, or the first), all of one moment, with the position in the
 * live log read before it. Null for a customer without accounts; throws not_found for an account that is not theirs.
 * Stores the balance in the session document.
 */
export async function overviewData(session: Session, accountId?: string): Promise<OverviewData | null> {
  const redis = webRedis();
  const { user } = session.document;
  const chosen = await chooseAccount(user, accountId);
  if (!chosen) return null;
  const now = await redisNow(redis);
  const today = dayOf(now, config().timeZone);
  const { account, data } = await readSteadily(chosen, () => readAll(chosen, today));
  // The chosen one as it is in the data; the others as they were read before it.
  const accounts = chosen.accounts.map((one) => shownOf(one.id === account.id ? account : one));
  const { points, latest } = data;
  const { id, name, currency, balanceMinor, availableMinor, seq } = account;
  if (account.id === chosen.accounts[0]?.id) {
    await rememberBalance({ session, account, ref: chosen.ref });
  }
  return {
    accounts,
    account: { id, name, currency },
    initial: {
      balanceMinor,
      availableMinor,
      seq,
      at: latest.at,
      pending: data.pending,
      latest: latest.items,
      due: data.due,
      range: FIRST_RANGE,
      points,
      months: data.months,
      categories: {},
      received: [],
      fresh: [],
    },
    periods: data.periods,
    now,
    start: {
      after: chosen.after,
      categories: chosen.categories,
      seqs: Object.fromEntries(chosen.accounts.map((one) => [one.id, one.id === id ? seq : one.seq])),
    },
  };
}

const shownOf = ({ id, name, number, currency, availableMinor }: Account): ShownAccount => ({
  id,
  name,
  number,
  currency,
  availableMinor,
});

/** What is due is a line of the page: the rest of it does without the search. */
function withoutSearch(error: unknown): null {
  log.folded('what is due could not be searched for', { error });
  return null;
}

async function readAll({ ref }: Chosen, today: string) {
  const redis = webRedis();
  const [{ points }, months, latest, pending, regular] = await Promise.all([
    of('chart', () => balanceHistory(redis, ref, FIRST_RANGE)),
    of('months', () => monthlySums(redis, ref)),
    of('latest', () => newestEntries(redis, ref, LATEST_ROWS)),
    of('latest', () => pendingRows(redis, ref)),
    of('regular', () => upcomingPayments(ref).catch(withoutSearch)),
  ]);
  const periods = months.flatMap((one) => (one.outMinor > 0 ? [one.month] : [])).reverse();
  return {
    points,
    months,
    periods,
    latest,
    pending,
    due: regular && dueBeforePayday(regular, today),
  };
}
