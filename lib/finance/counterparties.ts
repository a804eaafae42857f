/** The counterparties of an account, by the beginning of their names. */
import { netSpends } from '#lib/finance/spenders.ts';
import { foldText } from '#lib/fold-text.ts';
import type { AccountRef } from '#lib/ids.ts';
import { webRedis } from '#lib/redis/client.ts';

/**
 * At most `limit` names with a word that begins with `text`, accents and case folded, greatest spend first. One
 * ZRANGE, O(counterparties).
 */
export async function counterparties(ref: AccountRef, text: string, limit: number): Promise<string[]> {
  const wanted = foldText(text);
  const all = await netSpends(webRedis(), ref, 'all');
  return all
    .map(({ name }) => name)
    .filter((name) => ` ${foldText(name)}`.includes(` ${wanted}`))
    .slice(0, limit);
}
