/**
 * What waiting for the disk costs: postings, live rows, pages and searches with `appendfsync always` beside the same
 * with `everysec`, in alternating rounds.
 */
import { type AccountRef, isAccountId, isUserTag } from '#lib/ids.ts';
import { listAccounts } from '#lib/ledger/accounts.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import type { Bank } from './measure/bank.ts';
import { administrator } from './measure/customers.ts';
import { type Job, load } from './measure/generator.ts';
import { type Counted, listen } from './measure/listeners.ts';
import type { Line } from './measure/report.ts';
import { median, ratios } from './measure/rounds.ts';
import { stage } from './measure/stage.ts';

const ROUND_MS = 5000;
const A_SECOND = { postings: 20, pages: 4, searches: 20 };

type Timed = { p50: number; p99: number };
const WORK = ['a posting', 'a live row', 'a page', 'a search'] as const;
type Round = Record<(typeof WORK)[number], Timed>;

type Side = {
  bank: Bank;
  books: Redis;
  ref: AccountRef;
  jobs: Job[];
  live: Awaited<ReturnType<typeof listen>>;
};

export async function durability(rounds: number): Promise<Line[]> {
  const sides = [await sideOf('always'), await sideOf('everysec')] as const;
  const seen: [Round[], Round[]] = [[], []];
  for (let round = 0; round <= rounds; round++) {
    for (const at of [0, 1] as const) {
      const figures = await oneRound(sides[at]);
      if (round > 0) seen[at].push(figures);
    }
  }
  for (const { books, live } of sides) {
    books.destroy();
    live.stop();
  }
  return WORK.flatMap((work) =>
    (['p50', 'p99'] as const).map((share): Line => {
      const [always, second] = seen.map((of) => of.map((figures) => figures[work][share]));
      const shown = (values: number[] = []) => `${median(values).toFixed(1)} ms`;
      return {
        work: `${work}, ${share}: always beside everysec`,
        ours: shown(always),
        theirs: shown(second),
        measured: ratios(always ?? [], second ?? []),
      };
    }),
  );
}

async function sideOf(appendfsync: 'always' | 'everysec'): Promise<Side> {
  const bank = await stage.durable(appendfsync);
  const redis = await administrator(bank);
  const user = await redis.get(keys.username('bob'));
  if (!user || !isUserTag(user)) throw new Error('there is no bob');
  const [account] = await listAccounts(redis, user);
  if (!account || !isAccountId(account.id)) throw new Error('bob has no account');
  const ref = { user, account: account.id };
  const member = await stage.member(bank);
  const bearer = await bearerOf(bank);
  redis.destroy();
  const job = (path: string, marker: string, perSecond: number): Job => ({
    kind: 'open',
    port: bank.port,
    width: 1,
    ms: ROUND_MS,
    perSecond,
    asks: [{ path, headers: member.headers, expects: { marker } }],
  });
  return {
    bank,
    ref,
    books: await connectRedis(bank.redis.urls.worker, { name: 'bench-postings', deadlineMs: 60_000 }),
    jobs: [
      job('/overview', '</html>', A_SECOND.pages),
      job(`/api/accounts/${ref.account}/transactions?q=tesco`, '"items":[', A_SECOND.searches),
    ],
    live: await listen({ kind: 'ours', ports: [bank.port], host: bank.host, bearers: [bearer] }),
  };
}

async function bearerOf({ host }: Bank): Promise<string> {
  const answer = await fetch(`http://${host}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'bob', password: 'foobared', mode: 'bearer' }),
  });
  return `Bearer ${((await answer.json()) as { token: string }).token}`;
}

async function oneRound({ books, ref, jobs, live }: Side): Promise<Round> {
  await live.count();
  const [posted, ...loaded] = await Promise.all([post(books, ref), ...jobs.map(load)]);
  const { p50, p99 }: Counted = await live.count();
  const [page, found] = loaded;
  if (!page || !found) throw new Error('no load');
  return { 'a posting': posted, 'a live row': { p50, p99 }, 'a page': page, 'a search': found };
}

let made = 0;

/** At fixed moments, whether earlier ones were answered or not; each counts from its moment. */
async function post(books: Redis, ref: AccountRef): Promise<Timed> {
  const tookMs: number[] = [];
  const began = performance.now();
  const all: Promise<void>[] = [];
  while (all.length < (ROUND_MS / 1000) * A_SECOND.postings) {
    const due = began + (1000 * all.length) / A_SECOND.postings;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
    made += 1;
    const posting = {
      id: `bench-${made}`,
      amountMinor: -made,
      counterparty: 'Tesco',
      counterpartyAccount: '1',
      description: 'Groceries',
      category: 'groceries',
      type: 'card' as const,
      at: Date.now() - 1000,
    };
    all.push(postEntry(books, ref, posting).then(() => void tookMs.push(performance.now() - due)));
  }
  await Promise.all(all);
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
