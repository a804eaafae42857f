/** Bounds an account: holds go with their releases, and only then the oldest entries. */
import { z } from 'zod';
import { BankError } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { entryCount, keptOf, rangeOf, type SeqRange } from '#lib/ledger/read-entries.ts';
import type { Redis } from '#lib/redis/client.ts';
import { BALANCE_TIER_NAMES, keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { DAY } from '#lib/time.ts';

/** Entries that go in one script: about 2 ms of Redis. Fewer cost more an entry: alone, one costs as much as a posting. */
export const TRIM_BATCH = 50;

/** Read for a batch: those that stay, and holds that are released later, are among them. */
const LOOKED_AT = TRIM_BATCH + 14;
const YEAR_MS = 366 * DAY;

const script = luaScript('lib/ledger/trim.lua');

/**
 * Leaves at most `keep` entries, at least one, in scripts that each keep every invariant. Released holds go first, the
 * oldest first and each with its release, so that one fewer than `keep` may be left; the newer half of `keep` stays
 * whole. What is older than a year, or more than half of `keep` without any hold, moves into the opening. An open hold stays,
 * and all that is newer than it stays out of the opening.
 *
 * Safe beside postings and other trims. Answers how many were removed. Per 50: HMGET, JSON.MGET of what decides, TS.RANGE
 * and EVALSHA trim.lua, O(entries · log counterparties).
 */
export async function trimAccount(redis: Redis, ref: AccountRef, keep: number): Promise<number> {
  const bound = Math.max(1, keep);
  const half = Math.max(1, Math.floor(bound / 2));
  let [removed, wanted] = [0, Number.POSITIVE_INFINITY];
  for (;;) {
    const head = await redis.hmGet(keys.account(ref), ['openingSeq', 'keptTo', 'seq', 'kept', 'lastAt']);
    const range = rangeOf(head);
    // What is booked meanwhile waits for the next batch.
    wanted = Math.min(wanted, entryCount(range, head[3]) - bound + removed);
    const excess = Math.min(wanted - removed, TRIM_BATCH);
    if (excess <= 0) return removed;
    const aYearAgo = Number(head[4] ?? 0) - YEAR_MS;
    const oldest = await keptOf(redis, ref, range, { after: range.first - 1, limit: excess });
    const past = oldest.filter(({ at }) => at < aYearAgo);
    const to = Math.min(range.keptTo + LOOKED_AT, range.last - half);
    const gone =
      (await intoOpening(redis, ref, range, to > range.keptTo ? past : oldest)) ??
      (await inPairs(redis, ref, range, to, excess));
    if (gone === null) return removed;
    removed += gone;
  }
}

const decides = z.array(z.tuple([z.string(), z.string()]).rest(z.number()).nullable());

/** Of each entry whether it is a hold, what it releases, and its month. */
async function lookAt(redis: Redis, entries: string[]) {
  const found = decides.parse(await redis.json.mGet(entries, '$["direction","month","releases"]'));
  return found.map((row) => {
    // The script refuses a missing entry.
    const [direction, month, releases] = row ?? ['', ''];
    return { isHold: direction === 'held' && releases === undefined, month, releases };
  });
}

/** The oldest of kept, up to the first hold; null when there is none of them. */
async function intoOpening(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  oldest: readonly { seq: number }[],
): Promise<number | null> {
  if (oldest.length === 0) return null;
  const entries = oldest.map(({ seq }) => keys.entry(ref, seq));
  const looked = await lookAt(redis, entries);
  const end = looked.findIndex(({ isHold }) => isHold);
  const count = end < 0 ? looked.length : end;
  if (count === 0) return null;
  return send(redis, ref, range, undefined, entries.slice(0, count), looked.slice(0, count));
}

/** Looks from keptTo on, at most up to `to`, for `wanted` entries that can go; null when nothing may be looked at. */
async function inPairs(
  redis: Redis,
  ref: AccountRef,
  range: SeqRange,
  to: number,
  wanted: number,
): Promise<number | null> {
  if (to <= range.keptTo) return null;
  const entries = Array.from({ length: to - range.keptTo }, (_, at) =>
    keys.entry(ref, range.keptTo + 1 + at),
  );
  const looked = await lookAt(redis, entries);
  let [count, going] = [0, 0];
  const holds = new Set<number>();
  for (const { releases } of looked) {
    if (going >= wanted) break;
    count += 1;
    // The hold of the first releases may be in the opening.
    if (releases === undefined || releases < range.first) continue;
    going += 2;
    if (releases <= range.keptTo) holds.add(releases);
  }
  const held = [...holds].map((seq) => keys.entry(ref, seq));
  const [all, of] = [[...held, ...entries.slice(0, count)], looked.slice(0, count)];
  const ofHeld = held.length > 0 ? await lookAt(redis, held) : [];
  return send(redis, ref, range, range.keptTo + count, all, [...ofHeld, ...of]);
}

async function send(
  redis: Redis,
  ref: AccountRef,
  { first, keptTo }: SeqRange,
  to: number | undefined,
  entries: string[],
  looked: readonly { month: string }[],
): Promise<number> {
  const months = [...new Set(looked.flatMap(({ month }) => (month ? [month] : [])))];
  const answer = (await script(
    redis,
    [
      keys.account(ref),
      keys.totals(ref),
      keys.spenders(ref),
      keys.kept(ref),
      keys.balanceSeries(ref),
      ...BALANCE_TIER_NAMES.map((tier) => keys.balanceSeries(ref, tier)),
      ...entries,
      ...months.map((month) => keys.spenders(ref, month)),
    ],
    [JSON.stringify({ openingSeq: first - 1, keptTo, to, months, tiers: BALANCE_TIER_NAMES.length })],
  )) as ['trimmed', number] | ['moved'] | ['refused', string];
  if (answer[0] === 'refused') {
    throw new BankError('internal', 'The account could not be trimmed.', { cause: new Error(answer[1]) });
  }
  // Another worker trimmed meanwhile; the next call does the rest.
  return answer[0] === 'trimmed' ? answer[1] : 0;
}
