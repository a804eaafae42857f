/** Regular payments of an account: the ledger's rows, judged by the rule. Features composed for page and API. */
import { config } from '#lib/config.ts';
import { type Regular, regularPayments } from '#lib/finance/regular.ts';
import type { AccountRef } from '#lib/ids.ts';
import { webRedis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { repeatedPayments } from '#lib/search/repeated.ts';

export async function upcomingPayments(ref: AccountRef): Promise<Regular[]> {
  const [paid, now] = await Promise.all([repeatedPayments(webRedis(), ref), redisNow(webRedis())]);
  return regularPayments(paid, now, config().timeZone);
}
