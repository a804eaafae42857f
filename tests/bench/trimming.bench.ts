/**
 * What trimming costs beside posting: `npx node tests/bench/trimming.bench.ts [rounds]`, on a Redis of its own.
 *
 * An account at its bound is posted to and trimmed in turn; figures are microseconds of Redis' own CPU an entry, by its
 * INFO. Promise: an entry that is trimmed in a batch costs at most a quarter of a posting.
 */
import { isAccountId, isUserTag } from '#lib/ids.ts';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { median } from './measure/rounds.ts';

const ROUNDS = Number(process.argv[2] ?? 5);
const KEPT = 10_000;
const POSTED = 2000;
const SINGLE = 200;
const PROMISE = 0.25;
const NUMBER = '1234567890';

const server = await throwAwayRedis();
Object.assign(process.env, {
  SESSION_SECRETS: '1:bench-secret-bench-secret-bench-secret-0',
  REDIS_URL: server.urls.deploy,
});
await capture(process.execPath, ['ops/deploy.ts'], { env: process.env });

const { connectRedis } = await import('#lib/redis/client.ts');
const { openAccount } = await import('#lib/ledger/accounts.ts');
const { postEntry, postHistory, readHead } = await import('#lib/ledger/post.ts');
const { auditAccount } = await import('#lib/ledger/recompute.ts');
const { trimAccount } = await import('#lib/ledger/trim.ts');
const { history } = await import('#demo/past-year.ts');
const { accountOf } = await import('#demo/crowd.ts');
const { DAY } = await import('#lib/time.ts');

const connect = (part: 'admin' | 'deploy' | 'worker') =>
  connectRedis(server.urls[part], { name: `bench-${part}`, deadlineMs: 10_000 });
const [admin, deploy, worker] = await Promise.all([connect('admin'), connect('deploy'), connect('worker')]);

const [user, account] = ['B'.repeat(22), `a_${'B'.repeat(10)}`];
if (!isUserTag(user) || !isAccountId(account)) throw new Error('the ids are none');
const ref = { user, account };
const YEARS = 12;
const all = history(accountOf(NUMBER), Date.now() - DAY, 'UTC', YEARS * 365);
await openAccount(deploy, ref, {
  number: NUMBER,
  name: 'Current account',
  currency: 'USD',
  openingBalanceMinor: 0,
  openingAt: (all[0]?.at ?? 0) - DAY,
  ticking: false,
});
const next = (count: number) => all.splice(0, count);
await postHistory(worker, ref, next(KEPT));

/** Microseconds of Redis an entry. */
async function costUs(entries: number, work: () => Promise<unknown>): Promise<number> {
  const used = async () => {
    const info = await admin.info('cpu');
    const of = (kind: string) => Number(new RegExp(`^used_cpu_${kind}:([\\d.]+)`, 'm').exec(info)?.[1]);
    return of('user') + of('sys');
  };
  const before = await used();
  await work();
  return (1e6 * ((await used()) - before)) / entries;
}

const figures: Record<'posted' | 'trimmed' | 'alone', number[]> = { posted: [], trimmed: [], alone: [] };
for (let round = 0; round <= ROUNDS; round++) {
  let head = await readHead(worker, ref);
  const postings = next(POSTED + SINGLE);
  const posted = await costUs(postings.length, async () => {
    for (const posting of postings) {
      await postEntry(worker, ref, posting, { head });
      head = { ...head, seq: head.seq + 1 };
    }
  });
  const alone = await costUs(SINGLE, async () => {
    for (let left = SINGLE - 1; left >= 0; left--) await trimAccount(worker, ref, KEPT + POSTED + left);
  });
  const trimmed = await costUs(POSTED, () => trimAccount(worker, ref, KEPT));
  // The first is not counted: scripts are loaded in it.
  if (round === 0) continue;
  for (const [name, us] of Object.entries({ posted, trimmed, alone })) figures[name as 'posted'].push(us);
  console.log(
    `posting ${posted.toFixed(0)} µs, trimmed ${trimmed.toFixed(0)} µs, one by one ${alone.toFixed(0)} µs`,
  );
}
const ratio = median(figures.trimmed.map((us, round) => us / (figures.posted[round] ?? Number.NaN)));
const faults = (await auditAccount(deploy, ref))?.faults ?? ['it is gone'];
console.log(`an entry trimmed costs ${(100 * ratio).toFixed(0)}% of a posting (promise: ${100 * PROMISE}%)`);
console.log(faults.length === 0 ? 'every number follows from the entries' : faults.join('\n'));
for (const redis of [admin, deploy, worker]) redis.destroy();
await server.stop();
process.exitCode = ratio <= PROMISE && faults.length === 0 ? 0 : 1;
