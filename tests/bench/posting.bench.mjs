/**
 * What one customer costs in one tick, in CPU of Node and of Redis: ours against a small re-creation of the
 * tutorial's. Run it on an idle machine, by hand: `npx node tests/bench/posting.bench.mjs [ticks]`.
 *
 * Both book an entry of one customer and bring it to one open client, on a Redis of their own, with as many earlier
 * entries as named. Ours: the worker's batch (one script, search index and three compactions included), the wake-up,
 * one read of the live log and the SSE line. The tutorial's, as its text and code say: a redis-om document with its
 * index, TS.ADD, ZINCRBY, XADD, and then the client asks for balance, spenders and transactions again; the latter
 * reads every document, ten at a time, and keeps ten. Left out on both sides: HTTP, sessions, waiting for the disk.
 */
import { createClient } from 'redis';
import { Repository, Schema } from 'redis-om';
import { capture } from '#scripts/lib/process.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

const TICKS = Number(process.argv[2] ?? 200);
const EARLIER = [100, 1000, 2470];
const SECRETS = '1:bench-secret-bench-secret-bench-secret-0';
const BOB = { user: 'BOBBOBBOBBOBBOBBOBBOBB', account: 'a_bobbobbobb' };

/** @param {import('redis').RedisClientType} redis of that server, as administrator */
async function redisCpuMs(redis) {
  const info = String(await redis.sendCommand(['INFO', 'cpu']));
  const seconds = (/** @type {string} */ name) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1]);
  return (seconds('used_cpu_sys') + seconds('used_cpu_user')) * 1000;
}

/** Milliseconds of CPU a tick. */
async function measure(
  /** @type {import('redis').RedisClientType} */ admin,
  /** @type {() => Promise<void>} */ tick,
) {
  for (let warm = 0; warm < 20; warm++) await tick();
  const redisBefore = await redisCpuMs(admin);
  const nodeBefore = process.cpuUsage();
  for (let index = 0; index < TICKS; index++) await tick();
  const { user, system } = process.cpuUsage(nodeBefore);
  return { node: (user + system) / 1000 / TICKS, redis: ((await redisCpuMs(admin)) - redisBefore) / TICKS };
}

async function ours(/** @type {number} */ earlier) {
  const server = await throwAwayRedis();
  Object.assign(process.env, {
    SESSION_SECRETS: SECRETS,
    REDIS_URL: server.urls.deploy,
    REDIS_WEB_URL: server.urls.web,
    REDIS_WORKER_URL: server.urls.worker,
  });
  await capture(process.execPath, ['ops/deploy.ts'], { env: process.env });
  const { connectRedis } = await import('#lib/redis/client.ts');
  const { openAccount } = await import('#lib/ledger/accounts.ts');
  const { postHistory } = await import('#lib/ledger/post.ts');
  const { lastStreamId, readLog } = await import('#lib/live/live-log.ts');
  const { encodeTransaction } = await import('#lib/live/sse.ts');
  const { keys } = await import('#lib/redis/keys.ts');
  const { bookBatch, newBooks } = await import('#worker/booking.ts');
  const { tickOf, tickPosting } = await import('#demo/generator.ts');
  const connect = (/** @type {'admin' | 'deploy' | 'worker' | 'web'} */ part) =>
    connectRedis(server.urls[part], { name: `bench-${part}`, deadlineMs: 5000 });
  const [admin, deploy, worker, web, subscriber] = await Promise.all([
    connect('admin'),
    connect('deploy'),
    connect('worker'),
    connect('web'),
    connect('web'),
  ]);
  const ref = /** @type {import('#lib/ids.ts').AccountRef} */ (/** @type {unknown} */ (BOB));
  let tick = tickOf(Date.now()) - TICKS - 100;
  const opening = { number: '1580783161', name: 'Current account', currency: 'USD', openingBalanceMinor: 0 };
  const openingAt = (tick - earlier - 1) * 10_000;
  await openAccount(deploy, ref, { ...opening, openingAt, ticking: true });
  const history = Array.from({ length: earlier }, (_, index) => tickPosting(ref, tick - earlier + index));
  await postHistory(deploy, ref, history);

  let position = await lastStreamId(web, ref.user);
  let sent = 0;
  /** @type {() => void} */
  let heard = () => {};
  await subscriber.subscribe(keys.live(ref.user), () => heard());
  const books = newBooks();
  const cost = await measure(/** @type {any} */ (admin), async () => {
    const told = new Promise((resolve) => {
      heard = () => resolve(undefined);
    });
    await bookBatch(worker, books, [{ ref, tick: tick++, offsetMs: 0 }], 50_000);
    await told;
    const page = await readLog(web, ref.user, position);
    position = page.ids.at(-1) ?? position;
    for (const event of page.events) if (event) sent += encodeTransaction(event).length;
  });
  if (sent === 0) throw new Error('the client was told nothing');
  for (const redis of [admin, deploy, worker, web, subscriber]) await redis.close();
  await server.stop();
  return cost;
}

async function tutorials(/** @type {number} */ earlier) {
  const server = await throwAwayRedis();
  const redis = /** @type {any} */ (createClient({ url: server.urls.admin, RESP: 3 }));
  await redis.connect();
  const schema = new Schema('bankTransaction', {
    fromAccount: { type: 'string' },
    fromAccountName: { type: 'text' },
    toAccount: { type: 'string' },
    toAccountName: { type: 'string' },
    amount: { type: 'number' },
    description: { type: 'text' },
    transactionDate: { type: 'date', sortable: true },
    transactionType: { type: 'string' },
    balanceAfter: { type: 'number' },
  });
  const repository = new Repository(schema, redis);
  await repository.createIndex();
  const { ALL_COUNTERPARTIES } = await import('#demo/demo-counterparties.ts');
  let balance = 100_000;
  let at = Date.now() - 1000 * (earlier + 1);
  const book = async () => {
    const vendor = ALL_COUNTERPARTIES[Math.floor(Math.random() * ALL_COUNTERPARTIES.length)];
    const amount = Number.parseFloat((Math.random() * 600 - 300).toFixed(2));
    balance = Number.parseFloat((balance + amount).toFixed(2));
    const done = [
      redis.ts.add('balance_ts', at++, balance),
      redis.zIncrBy('bigspenders', amount * -1, vendor?.name),
    ];
    const transaction = await repository.save({
      id: Math.random() * 1e9,
      fromAccount: String(Math.floor(Math.random() * 1e9)),
      fromAccountName: vendor?.name,
      toAccount: '1580783161',
      toAccountName: 'bob',
      amount,
      description: vendor?.descriptions[0],
      transactionDate: new Date(),
      transactionType: vendor?.type,
      balanceAfter: balance,
    });
    const words = Object.fromEntries(
      Object.entries(transaction).map(([name, value]) => [name, String(value)]),
    );
    const TRIM = { strategy: 'MAXLEN', strategyModifier: '~', threshold: 100 };
    await Promise.all([...done, redis.xAdd('transactions', '*', words, { TRIM })]);
  };
  for (let index = 0; index < earlier; index++) await book();
  let sent = 0;
  const answer = (/** @type {unknown} */ body) => {
    sent += JSON.stringify(body).length;
  };
  const cost = await measure(redis, async () => {
    await book();
    const range = await redis.ts.range('balance_ts', Date.now() - 300_000, Date.now());
    answer(range.map((/** @type {any} */ { timestamp, value }) => ({ x: timestamp, y: value })));
    const spenders = await redis.zRangeByScoreWithScores('bigspenders', 0, Number.POSITIVE_INFINITY);
    answer(spenders.slice(0, 5));
    const found = await repository.search().sortBy('transactionDate', 'DESC').return.all({ pageSize: 10 });
    answer(found.slice(0, 10));
  });
  if (sent === 0) throw new Error('the client was told nothing');
  await redis.close();
  await server.stop();
  return cost;
}

const shown = (/** @type {{ node: number, redis: number }} */ { node, redis }) =>
  `${(node + redis).toFixed(2)} ms (Node ${node.toFixed(2)}, Redis ${redis.toFixed(2)})`;

process.stdout.write(`CPU per customer and tick, ${TICKS} ticks each, Node ${process.versions.node}\n`);
const part = process.argv[3];
if (part) {
  const earlier = Number(process.argv[4]);
  process.stdout.write(
    `${JSON.stringify(part === 'ours' ? await ours(earlier) : await tutorials(earlier))}\n`,
  );
} else {
  for (const earlier of EARLIER) {
    /** Each side in a process of its own, so that neither warms the other up. */
    const cost = async (/** @type {string} */ side) => {
      const args = [process.argv[1] ?? '', String(TICKS), side, String(earlier)];
      const { status, output } = await capture(process.execPath, args, { env: process.env });
      if (status !== 0) throw new Error(output);
      return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '');
    };
    const [own, theirs] = [await cost('ours'), await cost('tutorials')];
    const ratio = (theirs.node + theirs.redis) / (own.node + own.redis);
    process.stdout.write(
      `${earlier} earlier entries: ours ${shown(own)}, the tutorial's ${shown(theirs)}: 1 to ${ratio.toFixed(1)}\n`,
    );
  }
}
