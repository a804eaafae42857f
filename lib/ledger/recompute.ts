/** Recomputes an account from its entries and reports every number that disagrees. */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import { isRedisUnavailable } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { accountHashSchema, readAccountHash } from '#lib/ledger/accounts.ts';
import { allReservedMinor, MAX_PENDING } from '#lib/ledger/pending.ts';
import { entryCount, rangeOf, seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { EntrySums, type PaymentEntry } from '#lib/ledger/recomputed-sums.ts';
import { ledgerEntrySchema } from '#lib/ledger/schema.ts';
import { readStored } from '#lib/ledger/stored-pending.ts';
import { toDecimalText } from '#lib/money.ts';
import type { Redis } from '#lib/redis/client.ts';
import { BALANCE_TIER_NAMES, BALANCE_TIERS, keys, RAW_SAMPLES_KEPT_MS } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { DAY, HOUR, monthOf } from '#lib/time.ts';

/** `faults` is empty when every invariant holds. */
export type Audit = {
  name: string;
  entries: number;
  balanceMinor: number;
  faults: string[];
  /** What is pending, or available, is wrong, and the balance is right: mendPending can put it right. */
  isMendable: boolean;
  /** For the sum of the whole bank: entries of payments, what they came to since the opening, and what was trimmed. */
  paid: { entries: PaymentEntry[]; outMinor: number; inMinor: number; trimmedUntil: number };
};
const NOTHING_PAID: Audit['paid'] = { entries: [], outMinor: 0, inMinor: 0, trimmedUntil: 0 };

const CHUNK = 500;

const script = luaScript('lib/ledger/recompute.lua');

const sampleSchema = z.object({ at: z.number(), value: z.number() });
/** The newest bucket of a tier, as it is and as the series makes it. */
const tierSchema = z.object({ kept: z.number().optional(), made: z.number().optional() });
const snapshotSchema = z.object({
  account: accountHashSchema,
  totals: z.record(z.string(), z.coerce.number()),
  spenders: z.record(z.string(), z.record(z.string(), z.coerce.number())),
  series: sampleSchema.optional(),
  // Lua writes an empty list as an object.
  tiers: z.array(tierSchema).or(z.object({}).transform(() => [])),
  live: z.object({ seq: z.coerce.number(), row: z.string() }).optional(),
  pending: z.object({ type: z.string(), json: z.string() }),
  entryBeforeFirst: z.number(),
  entryAfterLast: z.number(),
});
type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * Audits one account as it was at one moment, while others may post to it and trim it: the numbers kept beside the
 * entries are read in one script, and the entries up to its seq, which never change, after it. Checked are
 *
 * - entries: one for each seq from the opening on and none outside; time, scope, id and balance of each follow from the one
 *   before, and the balance series, as far back as it keeps samples, has the available balance at the time of each;
 * - balance = opening + Σ amounts = last entry's balanceAfter;
 * - pending transactions are well formed, at most six, and none of them was booked;
 * - available = balance − what is pending outwards = last sample of the series, at the time of the last event;
 * - the newest bucket of each tier is what the series makes of it;
 * - totals and spenders, of all time and by month, to the cent and to the name;
 * - what payments took and brought is what their entries come to, and more where some were trimmed;
 * - the newest entry of the account in the live stream, where one is still there, is its last.
 *
 * Null when there is no such account. Sends EVALSHA recompute.lua, O(spenders), and a JSON.MGET and TS.RANGE per 500
 * entries; memory grows with names and months, not with entries.
 */
export async function auditAccount(redis: Redis, ref: AccountRef): Promise<Audit | null> {
  const unread = (fault: string): Audit => ({
    name: '',
    entries: 0,
    balanceMinor: 0,
    faults: [fault],
    isMendable: false,
    paid: NOTHING_PAID,
  });
  const audit = await retried(async () => {
    try {
      const snapshot = await readSnapshot(redis, ref);
      return snapshot === null || snapshot === AGAIN ? snapshot : await judge(redis, ref, snapshot);
    } catch (error) {
      if (isRedisUnavailable(error) || !(error instanceof Error)) throw error;
      return unread(`cannot be read: ${error.message}`);
    }
  });
  return audit === AGAIN ? unread('changed faster than it could be read') : audit;
}

async function readSnapshot(redis: Redis, ref: AccountRef): Promise<Snapshot | typeof AGAIN | null> {
  const account = await readAccountHash(redis, ref);
  if (account === null) return null;
  const counted = await redis.hKeys(keys.totals(ref));
  const months = new Set(counted.flatMap((field) => field.split(':')[1] ?? []));
  // All possible months: one without entries must have no spenders.
  for (const month of monthsBetween(account.openingAt, account.lastAt)) months.add(month);
  const answer = await script(
    redis,
    [
      keys.account(ref),
      keys.totals(ref),
      keys.balanceSeries(ref),
      keys.stream(ref.user),
      keys.entry(ref, account.openingSeq),
      keys.entry(ref, account.seq + 1),
      keys.pending(ref),
      ...BALANCE_TIER_NAMES.map((tier) => keys.balanceSeries(ref, tier)),
      keys.spenders(ref),
      ...[...months].map((month) => keys.spenders(ref, month)),
    ],
    [
      JSON.stringify({
        account: ref.account,
        lastSeq: String(account.seq),
        months: [...months],
        tiers: BALANCE_TIER_NAMES.map((tier) => BALANCE_TIERS[tier]),
      }),
    ],
  );
  return answer === 'moved' ? AGAIN : snapshotSchema.parse(JSON.parse(String(answer)));
}

function monthsBetween(from: number, to: number): string[] {
  const { timeZone } = config();
  const steps = Math.ceil((to - from) / (28 * DAY));
  const moments = Array.from({ length: steps + 1 }, (_, index) => Math.min(to, from + index * 28 * DAY));
  return moments.map((at) => monthOf(at, timeZone));
}

async function judge(redis: Redis, ref: AccountRef, snapshot: Snapshot): Promise<Audit | typeof AGAIN> {
  const { account } = snapshot;
  const range = rangeOf([account.openingSeq, account.seq].map(String));
  const sums = new EntrySums(ref, {
    seq: account.openingSeq,
    balanceMinor: account.openingBalance,
    at: account.openingAt,
  });
  const lost: string[] = [];
  // An hour less, since the series goes on dropping samples while it is read.
  const sampledFrom = (snapshot.series?.at ?? 0) - RAW_SAMPLES_KEPT_MS + HOUR;
  for (let first = range.first; first <= account.seq; first += CHUNK) {
    const last = Math.min(account.seq, first + CHUNK - 1);
    const samples = await takeEntries(redis, ref, sums, seqsDown(last, first).reverse());
    const faults = await seriesFaults(redis, ref, samples, sampledFrom);
    lost.push(...faults);
    const missing = faults.length > 0 || samples.size <= last - first;
    if (missing && (await seqRange(redis, ref)).first > range.first) return AGAIN;
  }
  const wrongPending = pendingFaults(snapshot, sums);
  return {
    name: account.name,
    entries: entryCount(range),
    balanceMinor: account.balance,
    faults: [
      ...lost,
      ...sums.faults,
      ...balanceFaults(snapshot, sums),
      ...mapFaults('totals', sums.totals, new Map(Object.entries(snapshot.totals))),
      ...spenderFaults(snapshot, sums),
      ...wrongPending,
      ...liveFaults(snapshot),
      ...paidFaults(snapshot, sums),
    ],
    isMendable: wrongPending.length > 0 && account.balance === sums.balanceMinor,
    paid: {
      entries: sums.payments,
      outMinor: account.paidOut,
      inMinor: account.paidIn,
      trimmedUntil: account.openingSeq > 0 ? account.openingAt : 0,
    },
  };
}

/** Answers the samples that the series has to have for them. */
async function takeEntries(
  redis: Redis,
  ref: AccountRef,
  sums: EntrySums,
  seqs: readonly number[],
): Promise<Map<number, number>> {
  const found = (await redis.json.mGet(
    seqs.map((seq) => keys.entry(ref, seq)),
    '$',
  )) as ([unknown] | null)[];
  const samples = new Map<number, number>();
  for (const [index, seq] of seqs.entries()) {
    const row = found[index];
    if (!row) {
      sums.faults.push(`entry ${seq} is missing`);
      continue;
    }
    const entry = ledgerEntrySchema.safeParse(row[0]);
    if (!entry.success) {
      sums.faults.push(`entry ${seq} is no ledger entry: ${entry.error.issues[0]?.path.join('.')}`);
      continue;
    }
    sums.take(seq, entry.data);
    samples.set(entry.data.transactionDate, entry.data.availableAfter ?? entry.data.balanceAfter);
  }
  return samples;
}

/** Beside the samples of entries there are those of pending transactions. */
async function seriesFaults(
  redis: Redis,
  ref: AccountRef,
  samples: ReadonlyMap<number, number>,
  from: number,
): Promise<string[]> {
  const wanted = new Map([...samples].filter(([at]) => at >= from));
  const times = [...wanted.keys()];
  const [oldest, newest] = [times[0], times.at(-1)];
  if (oldest === undefined || newest === undefined) return [];
  const stored = await redis.ts.range(keys.balanceSeries(ref), oldest, newest);
  const found = stored.flatMap(({ timestamp, value }): [number, number][] =>
    wanted.has(timestamp) ? [[timestamp, value]] : [],
  );
  return mapFaults('balance series at', wanted, new Map(found));
}

function balanceFaults({ account, series, tiers, ...around }: Snapshot, sums: EntrySums): string[] {
  const faults: string[] = [];
  const compare = (what: string, minor: number | undefined) => {
    if (minor === account.balance) return;
    faults.push(`balance is ${toDecimalText(account.balance)}, but ${what} is ${shownOf(minor)}`);
  };
  compare('opening + Σ amounts', sums.balanceMinor);
  compare("the last entry's balanceAfter", sums.balanceAfterMinor);
  if (series?.value !== account.available)
    faults.push(
      `available is ${toDecimalText(account.available)}, but the last sample of the series is ${shownOf(series?.value)}`,
    );
  for (const [index, tier] of BALANCE_TIER_NAMES.entries()) {
    const { kept, made } = tiers[index] ?? {};
    if (kept === undefined || kept !== made) {
      faults.push(`the newest bucket of tier ${tier} is ${shownOf(kept)}, the series makes ${shownOf(made)}`);
    }
  }
  if (account.lastAt < sums.at) faults.push(`lastAt is ${account.lastAt}, the last entry's time ${sums.at}`);
  if (series && series.at !== account.lastAt)
    faults.push(`the series ends at ${series.at}, the last event was at ${account.lastAt}`);
  if (around.entryBeforeFirst) faults.push(`entry ${account.openingSeq} exists, before the first`);
  if (around.entryAfterLast) faults.push(`entry ${account.seq + 1} exists, after the last`);
  return faults;
}

const shownOf = (minor: number | undefined) => (minor === undefined ? 'missing' : toDecimalText(minor));

function spenderFaults(snapshot: Snapshot, sums: EntrySums): string[] {
  const periods = new Set([...sums.spenders.keys(), ...Object.keys(snapshot.spenders)]);
  return [...periods].sort().flatMap((period) => {
    const wanted = sums.spenders.get(period) ?? new Map<string, number>();
    const kept = new Map(Object.entries(snapshot.spenders[period] ?? {}));
    return mapFaults(period === 'all' ? 'spenders' : `spenders of ${period}`, wanted, kept);
  });
}

/** Absent and 0 are the same: money that came back leaves a counterparty with nothing. */
function mapFaults<Key extends string | number>(
  what: string,
  wanted: ReadonlyMap<Key, number>,
  kept: ReadonlyMap<Key, number>,
): string[] {
  return [...new Set([...wanted.keys(), ...kept.keys()])].flatMap((name) => {
    const [right, is] = [wanted.get(name) ?? 0, kept.get(name) ?? 0];
    if (right === is) return [];
    const shown = String(name).startsWith('count') ? String : toDecimalText;
    return [`${what} ${name}: is ${shown(is)}, the entries make ${shown(right)}`];
  });
}

function pendingFaults(snapshot: Snapshot, sums: EntrySums): string[] {
  const { account } = snapshot;
  const { pending, faults } = readStored(snapshot.pending);
  const available = account.balance - allReservedMinor(pending);
  return [
    ...faults,
    ...(pending.length > MAX_PENDING ? [`${pending.length} transactions are pending`] : []),
    ...pending.flatMap(({ id }) => (sums.has(id) ? [`pending ${id} was booked`] : [])),
    ...(account.available === available
      ? []
      : [
          `available is ${toDecimalText(account.available)}, the balance less what is pending ${toDecimalText(available)}`,
        ]),
  ];
}

function paidFaults({ account }: Snapshot, { payments }: EntrySums): string[] {
  const sumOf = (sign: number) =>
    payments.reduce((sum, { amountMinor }) => sum + Math.max(0, sign * amountMinor), 0);
  const sides = [
    ['paidOut', account.paidOut, sumOf(-1)],
    ['paidIn', account.paidIn, sumOf(1)],
  ] as const;
  return sides.flatMap(([field, is, made]) => {
    if (is === made || (account.openingSeq > 0 && is > made)) return [];
    return [`${field} is ${toDecimalText(is)}, the entries of payments make ${toDecimalText(made)}`];
  });
}

function liveFaults({ account, live }: Snapshot): string[] {
  if (!live) return [];
  if (live.seq !== account.seq)
    return [`the live stream's last entry is ${live.seq}, the account's ${account.seq}`];
  const shown = z.object({ balanceAfterMinor: z.number() }).safeParse(JSON.parse(live.row));
  if (shown.data?.balanceAfterMinor === account.balance) return [];
  return ["the live stream's last entry shows another balance than the account's"];
}
