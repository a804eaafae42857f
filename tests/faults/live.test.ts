import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findUserTag } from '#lib/identity/users.ts';
import type { AccountRef } from '#lib/ids.ts';
import { listAccounts } from '#lib/ledger/accounts.ts';
import { postEntry } from '#lib/ledger/post.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { freePort } from '#scripts/lib/ports.mjs';
import { listenTo } from '#tests/integration/live/live-helpers.ts';
import { type Bank, startBank } from '#tests/setup/start-bank.ts';

const SECOND = 1000;
const POST_EVERY_MS = 100;
const COME_BACK_AFTER_MS = 200;
/** Long enough that streams are closed for it rather than left waiting. */
const REDIS_AWAY_MS = 5 * SECOND;

let bank: Bank;
let redis: Redis;
let ref: AccountRef;
beforeAll(async () => {
  bank = await startBank({ port: await freePort() });
  redis = await connectRedis(bank.redisUrl, { name: 'test-live-faults', deadlineMs: 2 * SECOND });
  const user = await findUserTag(redis, 'bob');
  const [account] = user ? await listAccounts(redis, user) : [];
  if (!user || !account) throw new Error('bob has no account');
  ref = { user, account: account.id };
});
afterAll(async () => {
  redis?.destroy();
  await bank?.stop();
});

/** What bob hears: one stream after another, each begun where the one before ended. */
function keepListening(after: string) {
  const seqs: number[] = [];
  const resets: string[] = [];
  let last = after;
  let streams = 0;
  let going = true;
  let cookie: string | undefined;
  const signIn = async () => {
    const response = await fetch(`${bank.origin}/perform_login`, {
      method: 'POST',
      body: new URLSearchParams({ username: 'bob', password: 'foobared' }),
      redirect: 'manual',
    });
    return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };
  const listenOnce = async () => {
    cookie ??= await signIn();
    const response = await fetch(`${bank.origin}/api/events`, { headers: { cookie, 'last-event-id': last } });
    // Signed out would be 401, and the test would go on for ever without hearing anything.
    if (response.status === 401) throw new Error('signed out');
    if (!response.ok || !response.body) return response.body?.cancel();
    streams += 1;
    const stream = listenTo(response.body as ReadableStream<Uint8Array>);
    let heard = 0;
    const take = () => {
      for (; heard < stream.told.length; heard++) {
        const told = stream.told[heard];
        if (told?.event === 'transaction' && told.data.entry.account === ref.account)
          seqs.push(told.data.entry.seq);
        if (told?.event === 'reset') resets.push(last);
        if (told && 'id' in told) last = told.id;
      }
      return stream.ended || !going;
    };
    // A line that breaks ends nothing by itself; whoever listens notices and comes back.
    await Promise.race([stream.until(take), stream.broken]);
    take();
    if (!going) await stream.close();
  };
  const running = (async () => {
    while (going) {
      await listenOnce().catch((error: Error) => {
        if (error.message === 'signed out') throw error;
      });
      await sleep(COME_BACK_AFTER_MS);
    }
  })();
  return {
    seqs,
    resets,
    streams: () => streams,
    async stop() {
      going = false;
      await running;
    },
  };
}

describe('live without a gap and without a double', () => {
  test('across a restarted web process, a Redis that was stopped, and one that was killed', {
    timeout: 180 * SECOND,
  }, async () => {
    const before = (await listAccounts(redis, ref.user))[0]?.seq ?? 0;
    const { lastStreamId } = await import('#lib/live/live-log.ts');
    const listener = keepListening(await lastStreamId(redis, ref.user));
    let posting = true;
    let booked = 0;
    const posted = (async () => {
      for (let at = 0; posting; at++) {
        const posting = {
          id: `live-fault-${at}`,
          amountMinor: -100,
          counterparty: 'Tesco',
          counterpartyAccount: '1',
          description: 'Groceries',
          category: 'groceries',
          type: 'card' as const,
          at: Date.now() - SECOND,
        };
        // Redis is unavailable: the same posting is sent again, and booked once.
        while (!(await postEntry(redis, ref, posting).catch(() => null))) await sleep(POST_EVERY_MS);
        booked += 1;
        await sleep(POST_EVERY_MS);
      }
    })();
    const heardMore = async () => {
      const soFar = listener.seqs.length;
      await vi.waitUntil(() => listener.seqs.length > soFar + 5, { timeout: 30 * SECOND });
    };

    await heardMore();
    await bank.restartWeb();
    await heardMore();
    for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
      await bank.redis.halt(signal);
      await sleep(REDIS_AWAY_MS);
      await bank.redis.resume();
      await heardMore();
    }
    posting = false;
    await posted;
    const newest = (await listAccounts(redis, ref.user))[0]?.seq ?? 0;
    expect(newest).toBeGreaterThanOrEqual(before + booked);
    await vi.waitUntil(() => (listener.seqs.at(-1) ?? 0) >= newest, { timeout: 20 * SECOND });
    await listener.stop();

    const last = listener.seqs.at(-1) ?? 0;
    expect(listener.seqs).toEqual(Array.from({ length: last - before }, (_, at) => before + 1 + at));
    expect(listener.resets).toEqual([]);
    expect(listener.streams()).toBeGreaterThanOrEqual(4);
  });
});
