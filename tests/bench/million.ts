/** A million entries without a posting each: documents and account hashes as the posting leaves them, sent in bulk. */
import { randomBytes } from 'node:crypto';
import { ALL_COUNTERPARTIES, accountNumberOf } from '#demo/demo-counterparties.ts';
import { between, pick, type Random, randomFrom } from '#demo/random.ts';
import { type AccountRef, isAccountId, isUserTag } from '#lib/ids.ts';
import { ledgerEntry, type Posting } from '#lib/ledger/ledger-entry.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { DAY } from '#lib/time.ts';

const BATCH = 500;
const YEARS = 3;

/** Words as place names are: a few are everywhere, most are rare. 4,000 of them beside the demo's own words. */
const SYLLABLES = [
  'ba',
  'cor',
  'dun',
  'el',
  'fen',
  'gar',
  'hol',
  'in',
  'ket',
  'lo',
  'mar',
  'nor',
  'os',
  'pen',
];
const places = (() => {
  const random = randomFrom('places');
  const made = new Set<string>();
  while (made.size < 4000) {
    made.add(Array.from({ length: between(random, 2, 4) }, () => pick(random, SYLLABLES)).join(''));
  }
  return [...made];
})();
const place = (random: Random) => places[Math.floor(places.length * random() ** 4)] ?? 'x';

export function somePosting(random: Random, at: number, id: string): Posting {
  const other = pick(random, ALL_COUNTERPARTIES);
  const spread = other.maxMinor - other.minMinor;
  const sign = other.type === 'salary' || random() < 0.04 ? 1 : -1;
  return {
    id,
    at,
    amountMinor:
      sign * Math.max(1, other.minMinor + Math.round(spread * random() ** 2.4) - between(random, 0, 99)),
    counterparty: other.name,
    counterpartyAccount: accountNumberOf(other.name),
    description: `${pick(random, other.descriptions)}, ${place(random)} ${between(random, 1000, 9999)}`,
    category: other.category,
    type: other.type,
  };
}

export function freshRef(): AccountRef {
  const user = randomBytes(16).toString('base64url');
  const account = `a_${randomBytes(8).toString('base64url').slice(0, 10)}`;
  if (!isUserTag(user) || !isAccountId(account)) throw new TypeError(`${user} ${account}`);
  return { user, account };
}

/** JSON.SET and, last, HSET: `count` entries over three years up to now. */
export async function loadAccount(
  redis: Redis,
  ref: AccountRef,
  count: number,
  onBatch: (entries: number) => void,
): Promise<void> {
  const random = randomFrom(ref.account);
  const openingAt = Date.now() - YEARS * 365 * DAY;
  const stepMs = (Date.now() - DAY - openingAt) / count;
  const owner = { number: '1234567890', name: 'Current account' };
  let balance = 100_000_00;
  for (let done = 0; done < count; ) {
    const size = Math.min(BATCH, count - done);
    const sent = Array.from({ length: size }, (_, index) => {
      const seq = done + index + 1;
      const posting = somePosting(random, Math.floor(openingAt + seq * stepMs), `bench-${seq}`);
      balance += posting.amountMinor;
      const entry = { ...ledgerEntry(ref, owner, posting, seq, 'UTC'), balanceAfter: balance };
      return redis.sendCommand(['JSON.SET', keys.entry(ref, seq), '$', JSON.stringify(entry)]);
    });
    await Promise.all(sent);
    done += size;
    onBatch(size);
  }
  await redis.hSet(keys.account(ref), {
    ...owner,
    currency: 'USD',
    balance,
    seq: count,
    openingSeq: 0,
    openingBalance: 100_000_00,
    openingAt: Math.floor(openingAt),
    lastAt: Date.now() - DAY,
    ticking: '0',
  });
}
