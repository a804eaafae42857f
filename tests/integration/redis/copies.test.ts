import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recentBalances } from '#lib/finance/balance.ts';
import { biggestSpenders } from '#lib/finance/spenders.ts';
import type { AccountRef } from '#lib/ids.ts';
import { listAccounts, requireAccount } from '#lib/ledger/accounts.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { cachedRedis, connectRedis, type Redis, webRedis, webSources } from '#lib/redis/client.ts';
import { byCopies, COPIES_TRUST_MS, copied, dropCopies, isFresh } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { MINUTE, SECOND } from '#lib/time.ts';
import { until } from '#tests/setup/until.ts';
import { newCustomer, somePostings } from '../api/api-world.ts';
import { adminRedis, commandsDuring, range, trustCopies, withRedis } from '../sessions/session-helpers.ts';
import { startTcpProxy, throughPort } from '../sessions/tcp-proxy.ts';

withRedis();

const fresh = (redis: Redis) => until(() => isFresh(redis));
/** As another process would: without this one's own dropping of copies. */
const postElsewhere = (ref: AccountRef) => adminRedis().hIncrBy(keys.account(ref), 'seq', 1);

async function newAccount(): Promise<AccountRef> {
  const { refs } = await newCustomer(adminRedis());
  const [ref] = refs;
  if (!ref) throw new Error('no account');
  return ref;
}

const seqOf = async (sources: { redis: Redis; cached?: Redis }, { user, account }: AccountRef) =>
  (await byCopies(sources, (redis) => requireAccount(redis, user, account))).account.seq;

describe('the copies of the last balances and of the biggest spenders', () => {
  const both = (ref: AccountRef) =>
    byCopies(webSources(), async (redis) => ({
      balances: (await recentBalances(redis, ref, MINUTE)).map(({ yMinor }) => yMinor),
      spenders: await biggestSpenders(redis, ref, 5),
    }));
  /** By a script, as a posting does it. */
  const writeElsewhere = ({ user, account }: AccountRef, minor: number) =>
    adminRedis().eval(
      "redis.call('TS.ADD', KEYS[1], ARGV[1], ARGV[2]); redis.call('ZADD', KEYS[2], ARGV[2], 'Tesco')",
      {
        keys: [keys.balanceSeries({ user, account }), keys.spenders({ user, account })],
        arguments: [String(Date.now()), String(minor)],
      },
    );

  it('cost no command, and are dropped when another process posts', async () => {
    const ref = await newAccount();
    await trustCopies(cachedRedis());
    const balances: number[] = [];
    for (const minor of [100, 200, 300]) {
      await writeElsewhere(ref, minor);
      balances.push(minor);
      const now = { balances, spenders: [{ name: 'Tesco', amountMinor: minor }] };
      await expect.poll(() => both(ref), { interval: 1 }).toEqual(now);
      const asked = await commandsDuring(async () => {
        for (const _ of range(50)) expect(await both(ref)).toEqual(now);
      });
      expect(asked).toEqual([]);
    }
  });

  it('leave out what became older than was asked for', async () => {
    const ref = await newAccount();
    await trustCopies(cachedRedis());
    await writeElsewhere(ref, 100);
    const kept = () => byCopies(webSources(), (redis) => recentBalances(redis, ref, SECOND));
    await expect.poll(kept, { interval: 1 }).toHaveLength(1);
    await expect.poll(kept).toEqual([]);
  });
});

describe('the copy of an account', () => {
  it('costs no command, and neither does the list of accounts', async () => {
    const ref = await newAccount();
    await trustCopies(cachedRedis());
    const read = () => byCopies(webSources(), (redis) => listAccounts(redis, ref.user));
    const [account] = await read();
    const asked = await commandsDuring(async () => {
      for (const _ of range(200)) expect((await read())[0]).toEqual(account);
    });
    expect(asked).toEqual([]);
  });

  it('is dropped when another process posts', async () => {
    const ref = await newAccount();
    await fresh(cachedRedis());
    for (const at of range(20)) {
      expect(await seqOf(webSources(), ref)).toBe(at);
      await postElsewhere(ref);
      await expect.poll(() => seqOf(webSources(), ref), { interval: 1 }).toBe(at + 1);
    }
  });

  it('is dropped by what this process posts, before the next read', async () => {
    const ref = await newAccount();
    await fresh(cachedRedis());
    // So that nothing else can drop it.
    const pushes = cachedRedis().rawListeners('invalidate') as (() => void)[];
    cachedRedis().removeAllListeners('invalidate');
    try {
      for (const at of range(20)) {
        expect(await seqOf(webSources(), ref)).toBe(at);
        const [posting] = somePostings(1, 70);
        if (!posting) throw new Error('no posting');
        await postEntry(adminRedis(), ref, { ...posting, id: `own-${at}`, at: Date.now() });
        expect(await seqOf(webSources(), ref)).toBe(at + 1);
      }
    } finally {
      for (const push of pushes) cachedRedis().on('invalidate', push);
    }
  });
});

describe('a connection that has gone silent', () => {
  it('ends the copies of accounts after half a second, and account reads go on by the other way, in time', async () => {
    const url = process.env.REDIS_WEB_URL ?? '';
    const wire = await startTcpProxy(Number(new URL(url).port));
    const options = { name: 'test-copies', deadlineMs: 5000, cacheEntries: 100 };
    const cached = await connectRedis(throughPort(url, wire.port), options);
    const sources = { redis: webRedis(), cached };
    try {
      const ref = await newAccount();
      const clock = await trustCopies(cached);
      const beganAtMs = performance.now();
      expect(await seqOf(sources, ref)).toBe(0);
      wire.goSilent();
      await postElsewhere(ref);
      // The push is lost on the wire: the copy is believed, for now.
      expect(await seqOf(sources, ref)).toBe(0);
      // What was not kept is asked for by the other way, before copies are believed no more.
      const other = seqOf(sources, await newAccount());
      clock.mockReturnValue(beganAtMs + COPIES_TRUST_MS);
      expect(await other).toBe(0);
      expect(await seqOf(sources, ref)).toBe(0);
      clock.mockReturnValue(beganAtMs + COPIES_TRUST_MS + 1);
      expect(await seqOf(sources, ref)).toBe(1);
    } finally {
      cached.destroy();
      await wire.stop();
    }
  });

  it('keeps nothing that it read before it was lost', async () => {
    const url = process.env.REDIS_WEB_URL ?? '';
    const wire = await startTcpProxy(Number(new URL(url).port));
    const options = { name: 'test-copies', deadlineMs: 500, cacheEntries: 100 };
    const cached = await connectRedis(throughPort(url, wire.port), options);
    try {
      const ref = await newAccount();
      await fresh(cached);
      const seq = () => seqOf({ redis: cached, cached }, ref).catch(() => 'no connection');
      await expect.poll(seq).toBe(0);
      wire.goSilent();
      await postElsewhere(ref);
      wire.speakAgain();
      await expect.poll(seq).toBe(1);
    } finally {
      cached.destroy();
      await wire.stop();
    }
  });
});

describe('copies', () => {
  let cached: Redis;
  beforeAll(async () => {
    const url = process.env.REDIS_WEB_URL ?? '';
    cached = await connectRedis(url, { name: 'test-few', deadlineMs: 500, cacheEntries: 3 });
  });
  afterAll(() => cached.destroy());

  /** A read that counts how often it was made. */
  function counted<Value>(answer: Value) {
    let made = 0;
    const read = async () => {
      made += 1;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return answer;
    };
    return { read, made: () => made };
  }

  it('are shared, frozen and made by one read, however many ask at once', async () => {
    const { read, made } = counted({ list: [{ name: 'x' }] });
    const all = await Promise.all(range(10).map(() => copied(cached, 'shared', 'part', read)));
    expect(made()).toBe(1);
    expect(new Set(all).size).toBe(1);
    expect(() => all[0]?.list.push({ name: 'y' })).toThrow(TypeError);
    expect(() => Object.assign(all[0]?.list[0] ?? {}, { name: 'y' })).toThrow(TypeError);
  });

  it('of one key are apart by what was read of it, and dropped together', async () => {
    const [one, other] = [counted(1), counted(2)];
    expect(await copied(cached, 'apart', 'one', one.read)).toBe(1);
    expect(await copied(cached, 'apart', 'other', other.read)).toBe(2);
    dropCopies('apart');
    await copied(cached, 'apart', 'one', one.read);
    await copied(cached, 'apart', 'other', other.read);
    expect([one.made(), other.made()]).toEqual([2, 2]);
  });

  it('are not kept when the key changed while it was read', async () => {
    const { read, made } = counted(1);
    const reading = copied(cached, 'meanwhile', 'part', read);
    cached.emit('invalidate', 'meanwhile');
    await reading;
    await copied(cached, 'meanwhile', 'part', read);
    expect(made()).toBe(2);
  });

  it('are all dropped when Redis says so', async () => {
    const { read, made } = counted(1);
    await copied(cached, 'all', 'part', read);
    cached.emit('invalidate', null);
    await copied(cached, 'all', 'part', read);
    expect(made()).toBe(2);
  });

  it('of what is missing or cannot be read are not kept', async () => {
    const missing = counted(null);
    for (const _ of range(2)) expect(await copied(cached, 'none', 'part', missing.read)).toBeNull();
    expect(missing.made()).toBe(2);
    const failing = () => Promise.reject(new Error('no'));
    await expect(copied(cached, 'none', 'part', failing)).rejects.toThrow('no');
    expect(await copied(cached, 'none', 'part', async () => 3)).toBe(3);
  });

  it('are bounded: the first kept are the first to go, and what is missing displaces none', async () => {
    cached.emit('invalidate', null);
    const { read, made } = counted(1);
    for (const key of ['a', 'b', 'c']) await copied(cached, key, 'part', read);
    for (const at of range(10)) await copied(cached, `missing-${at}`, 'part', async () => null);
    expect(made()).toBe(3);
    await copied(cached, 'b', 'part', read);
    expect(made()).toBe(3);
    await copied(cached, 'd', 'part', read);
    await copied(cached, 'c', 'part', read);
    expect(made()).toBe(4);
    await copied(cached, 'a', 'part', read);
    expect(made()).toBe(5);
  });
});
