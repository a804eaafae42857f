/** Recomputes an account from its entries and reports every number that disagrees. */
import { z } from 'zod';
import { config } from '#lib/config.ts';
import { isRedisUnavailable } from '#lib/errors.ts';
import type { AccountRef } from '#lib/ids.ts';
import { accountHashSchema, readAccountHash } from '#lib/ledger/accounts.ts';
import { seqsIn } from '#lib/ledger/holds.ts';
import { plannedIn } from '#lib/ledger/last-named.ts';
import { entryCount, keptOf, rangeOf, type SeqRange, seqRange, seqsDown } from '#lib/ledger/read-entries.ts';
import { EntrySums, type PaymentEntry } from '#lib/ledger/recomputed-sums.ts';
import { ledgerEntrySchema } from '#lib/ledger/schema.ts';
import { toDecimalText } from '#lib/money.ts';
import type { Redis } from '#lib/redis/client.ts';
import { BALANCE_TIER_NAMES, BALANCE_TIERS, keys } from '#lib/redis/keys.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { AGAIN, retried } from '#lib/retry.ts';
import { DAY, monthOf } from '#lib/time.ts';

/** `faults` is empty when every invariant holds. */
export type Audit = {
  name: string;
  entries: number;
  balanceMinor: number;
  faults: string[];
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
  live: z.object({ seq: z.coerce.number(), entry: z.string() }).optional(),
  entryBeforeFirst: z.number(),
  entryAfterLast: z.number(),
});
type Snapshot = z.infer<typeof snapshotSchema>;

/**
 * Audits one account as it was at one moment, while others may post to it and trim it: the numbers kept beside the
 * entries are read in one script, and the entries up to its seq, which never change, after it. Checked are
 *
 * - entries: one for each seq that is in kept or above keptTo and none outside; time, scope and id of each follow from the
 *   one before, and its balance from the sample before; the balance series has their samples, and above keptTo no other;
 * - kept: as many as the account says, at the times of their entries;
 * - balance = opening + Σ amounts = last entry's balanceAfter = last sample of the series;
 * - the newest bucket of each tier is what the series makes of it;
 * - totals and spenders, of all time and by month, to the cent and to the name;
 * - what payments took and brought is what their entries come to, and more where some were trimmed;
 * - each release is the opposite of an open hold, and those that are left are the account's;
 * - the account names its last bookings, and the last entry of a day's plan;
 * - the newest entry of the account in the live stream, where one is still there, is its last.
 *
 * Null when there is no such account. Sends EVALSHA recompute.lua, O(spenders), and a JSON.MGET and TS.RANGE per 500
 * entries, and for those of kept a TS.REVRANGE … COUNT 2 each; memory grows with names and months, not with entries.
 */
export async function auditAccount(redis: Redis, ref: AccountRef): Promise<Audit | null> {
  const unread = (fault: string): Audit => ({
    name: '',
    entries: 0,
    balanceMinor: 0,
    faults: [fault],
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
  const range = rangeOf([account.openingSeq, account.keptTo, account.seq].map(String));
  const sums = new EntrySums(ref, {
    seq: account.openingSeq,
    keptTo: range.keptTo,
    balanceMinor: account.openingBalance,
    at: account.openingAt,
  });
  const lost: string[] = [];
  if ((await takeKept(redis, ref, sums, lost, snapshot, range)) === AGAIN) return AGAIN;
  for (let first = range.keptTo + 1; first <= account.seq; first += CHUNK) {
    const last = Math.min(account.seq, first + CHUNK - 1);
    const next = sums.at + 1;
    const samples = await takeEntries(redis, ref, sums, seqsDown(last, first).reverse());
    // Between the last one of kept and the first one after it are samples of those that are gone.
    const isAfterKept = first === range.keptTo + 1 && first > range.first;
    const from = (isAfterKept ? samples.keys().next().value : undefined) ?? next;
    const stored = await redis.ts.range(keys.balanceSeries(ref), from, Math.max(sums.at, from));
    const faults = seriesFaults(samples, stored);
    lost.push(...faults);
    const missing = faults.length > 0 || samples.size <= last - first;
    if (missing && (await isTrimmedSince(redis, ref, range))) return AGAIN;
  }
  return {
    name: account.name,
    entries: entryCount(range, account.kept),
    balanceMinor: account.balance,
    faults: [
      ...lost,
      ...sums.faults,
      ...balanceFaults(snapshot, sums),
      ...mapFaults('totals', sums.totals, new Map(Object.entries(snapshot.totals))),
      ...spenderFaults(snapshot, sums),
      ...holdFaults(snapshot, sums),
      ...bookedFaults(snapshot, sums),
      ...plannedFaults(snapshot, sums),
      ...liveFaults(snapshot),
      ...paidFaults(snapshot, sums),
    ],
    paid: {
      entries: sums.payments,
      outMinor: account.paidOut,
      inMinor: account.paidIn,
      trimmedUntil: account.openingSeq > 0 ? account.openingAt : 0,
    },
  };
}

async function takeKept(
  redis: Redis,
  ref: AccountRef,
  sums: EntrySums,
  lost: string[],
  { account }: Snapshot,
  range: SeqRange,
): Promise<typeof AGAIN | undefined> {
  let [count, after, missing] = [0, account.openingSeq, false];
  for (;;) {
    const kept = await keptOf(redis, ref, range, { after, limit: CHUNK });
    const last = kept.at(-1);
    if (!last) break;
    after = last.seq;
    count += kept.length;
    // The sample of each, and the one before it.
    const series = await Promise.all(
      kept.map(({ at }) => redis.ts.revRange(keys.balanceSeries(ref), '-', at, { COUNT: 2 })),
    );
    const stored = series.flatMap(([own], at) => (own?.timestamp === kept[at]?.at ? (own ?? []) : []));
    const before = series.map((found, at) => (found[0]?.timestamp === kept[at]?.at ? found[1] : found[0]));
    const samples = await takeEntries(
      redis,
      ref,
      sums,
      kept.map(({ seq }) => seq),
      before.map((sample) => sample?.value),
    );
    const faults = seriesFaults(samples, stored);
    lost.push(...faults);
    missing ||= faults.length > 0 || samples.size < kept.length;
  }
  const wrong = count !== account.kept;
  if ((wrong || missing) && (await isTrimmedSince(redis, ref, range))) return AGAIN;
  if (wrong) sums.faults.push(`${account.kept} entries are said to be kept, ${count} are`);
}

const isTrimmedSince = async (redis: Redis, ref: AccountRef, { first, keptTo }: SeqRange) => {
  const now = await seqRange(redis, ref);
  return now.first > first || now.keptTo > keptTo;
};

/** Answers the samples that the series has to have for them. */
async function takeEntries(
  redis: Redis,
  ref: AccountRef,
  sums: EntrySums,
  seqs: readonly number[],
  before: readonly (number | undefined)[] = [],
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
    sums.take(seq, entry.data, before[index]);
    samples.set(entry.data.transactionDate, entry.data.balanceAfter);
  }
  return samples;
}

const seriesFaults = (
  samples: ReadonlyMap<number, number>,
  stored: readonly { timestamp: number; value: number }[],
): string[] =>
  mapFaults('balance series at', samples, new Map(stored.map(({ timestamp, value }) => [timestamp, value])));

function balanceFaults({ account, series, tiers, ...around }: Snapshot, sums: EntrySums): string[] {
  const faults: string[] = [];
  const compare = (what: string, minor: number | undefined) => {
    if (minor === account.balance) return;
    faults.push(`balance is ${toDecimalText(account.balance)}, but ${what} is ${shownOf(minor)}`);
  };
  compare('opening + Σ amounts', sums.balanceMinor);
  compare("the last entry's balanceAfter", sums.balanceAfterMinor);
  compare('the last sample of the balance series', series?.value);
  for (const [index, tier] of BALANCE_TIER_NAMES.entries()) {
    const { kept, made } = tiers[index] ?? {};
    if (kept === undefined || kept !== made) {
      faults.push(`the newest bucket of tier ${tier} is ${shownOf(kept)}, the series makes ${shownOf(made)}`);
    }
  }
  if (account.lastAt !== sums.at)
    faults.push(`lastAt is ${account.lastAt}, the last entry's time ${sums.at}`);
  if (series && series.at !== sums.at)
    faults.push(`the series ends at ${series.at}, the entries at ${sums.at}`);
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

function holdFaults({ account }: Snapshot, { open }: EntrySums): string[] {
  const wanted = [...open.keys()].join(' ');
  return account.holds === wanted ? [] : [`open holds are ${account.holds}, the entries make ${wanted}`];
}

/** Those in the opening are named until five others are booked. */
function bookedFaults({ account }: Snapshot, { booked }: EntrySums): string[] {
  const named = seqsIn(account.booked).filter((seq) => seq > account.openingSeq);
  return String(named) === String(booked)
    ? []
    : [`the last bookings are ${named.join(' ')}, the entries make ${booked.join(' ')}`];
}

/** One in the opening is named until another is booked. */
function plannedFaults({ account }: Snapshot, { planned }: EntrySums): string[] {
  const isTrimmed = planned === '' && (plannedIn(account.planned)?.at ?? 0) <= account.openingAt;
  return account.planned === planned || isTrimmed
    ? []
    : [`the last of a plan is ${account.planned || 'none'}, the entries make ${planned || 'none'}`];
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
  const shown = z.object({ balanceAfterMinor: z.number() }).safeParse(JSON.parse(live.entry));
  if (shown.data?.balanceAfterMinor === account.balance) return [];
  return ["the live stream's last entry shows another balance than the account's"];
}
