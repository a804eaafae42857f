import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SessionState } from '#lib/live/event-stream.ts';
import { openEventStream, openStreamCount } from '#lib/live/event-stream.ts';
import { STREAM_START } from '#lib/live/stream-id.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { runShutdown } from '#lib/shutdown.ts';
import {
  adminRedis,
  alive,
  append,
  connected,
  freshSid,
  freshUser,
  HOUR_MS,
  listen,
  listenTo,
  range,
  streamOf,
} from './live-helpers.ts';

const QUARTER_MS = HOUR_MS / 4;

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

describe('a stream ends with its session', () => {
  it('when the session is ended elsewhere, saying why; streams of other sessions stay', async () => {
    const [user, sid] = [freshUser(), freshSid()];
    const mine = await listen(user, STREAM_START, { sid });
    const other = await listen(user, STREAM_START);
    const signal = JSON.stringify({ kind: 'ended', sid, reason: 'revoked' });
    await redis.publish(keys.signal(user), signal);
    await mine.until(() => mine.ended);
    expect(mine.told.at(-1)).toEqual({ event: 'session', data: { kind: 'ended', reason: 'revoked' } });
    await append(redis, user, 1);
    await other.until(() => other.seqs().includes(1));
    expect(mine.seqs()).toEqual([]);
    await other.close();
  });

  it('when all sessions are ended, except the one that is spared', async () => {
    const [user, spared] = [freshUser(), freshSid()];
    const gone = await listen(user, STREAM_START);
    const stays = await listen(user, STREAM_START, { sid: spared });
    const signal = JSON.stringify({ kind: 'ended_all', except: spared, reason: 'revoked_all' });
    await redis.publish(keys.signal(user), signal);
    await gone.until(() => gone.ended);
    await append(redis, user, 1);
    await stays.until(() => stays.seqs().includes(1));
    await stays.close();
  });

  it('when its time is over, although no signal came', async () => {
    const states: SessionState[] = [
      { kind: 'alive', untilMs: Date.now() + 50 },
      { kind: 'ended', reason: 'idle' },
    ];
    const stream = await listen(freshUser(), STREAM_START, {
      untilMs: Date.now() + 50,
      recheck: async () => states.shift() ?? { kind: 'ended', reason: 'idle' },
    });
    await stream.until(() => stream.ended);
    expect(stream.told.at(-1)).toEqual({ event: 'session', data: { kind: 'ended', reason: 'idle' } });
  });

  it('when it ended between the check and the subscription', async () => {
    const stream = await listen(freshUser(), STREAM_START, {
      recheck: async () => ({ kind: 'ended', reason: 'signed_out' }),
    });
    await stream.until(() => stream.ended);
    expect(stream.events()).toEqual(['start', 'session']);
  });

  it('without a word when its session cannot be read', async () => {
    const stream = await listen(freshUser(), STREAM_START, {
      recheck: () => Promise.reject(new Error('away')),
    });
    await stream.until(() => stream.ended);
    expect(stream.events()).toEqual(['start']);
  });

  it('a signal that is not one ends nothing', async () => {
    const user = freshUser();
    const stream = await listen(user, STREAM_START);
    for (const text of ['', '{', 'null', '[]', '{"kind":"created","sid":"x"}', '{"kind":"ended","sid":1}']) {
      await redis.publish(keys.signal(user), text);
    }
    await append(redis, user, 1);
    await stream.until(() => stream.seqs().includes(1));
    expect(stream.ended).toBe(false);
    await stream.close();
  });
});

describe('a stream is bounded', () => {
  it('a client that does not read is passed over, holds little memory, and gets everything when it reads', async () => {
    const user = freshUser();
    const unread = await openEventStream({
      user,
      sid: freshSid(),
      after: STREAM_START,
      untilMs: Date.now() + HOUR_MS,
      recheck: alive,
    });
    for (const seq of range(1, 900)) await append(redis, user, seq);
    const stream = listenTo(streamOf(unread));
    await stream.until(() => stream.seqs().length >= 900);
    expect(stream.seqs()).toEqual(range(1, 900));
    await stream.close();
  });

  it('a customer has a bounded number of streams in a process', async () => {
    const user = freshUser();
    const streams = await Promise.all(range(1, 32).map(() => listen(user, STREAM_START)));
    await expect(listen(user, STREAM_START)).rejects.toMatchObject({ code: 'throttled' });
    await streams[0]?.close();
    const next = await listen(user, STREAM_START);
    await Promise.all([...streams.slice(1), next].map((stream) => stream.close()));
  });

  it('and a session has a quarter of them, so that a thief of one leaves its owner the rest', async () => {
    const [user, stolen] = [freshUser(), freshSid()];
    const streams = await Promise.all(range(1, 8).map(() => listen(user, STREAM_START, { sid: stolen })));
    await expect(listen(user, STREAM_START, { sid: stolen })).rejects.toMatchObject({ code: 'throttled' });
    const own = await listen(user, STREAM_START);
    await Promise.all([...streams, own].map((stream) => stream.close()));
  });

  it('it ends of age, whether or not anybody reads it, and not as a session that is over', async () => {
    const stream = await listen(freshUser(), STREAM_START);
    const now = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + QUARTER_MS);
    await stream.until(() => stream.ended);
    now.mockRestore();
    expect(stream.events()).toEqual(['start']);
  });

  it('a client that leaves leaves nothing behind', async () => {
    const before = openStreamCount();
    const stream = await listen(freshUser(), STREAM_START);
    expect(openStreamCount()).toBe(before + 1);
    await stream.close();
    expect(openStreamCount()).toBe(before);
  });

  it('all streams end at once when the process stops', async () => {
    const streams = await Promise.all(range(1, 5).map(() => listen(freshUser(), STREAM_START)));
    await runShutdown();
    await Promise.all(streams.map((stream) => stream.until(() => stream.ended)));
    expect(openStreamCount()).toBe(0);
  });
});
