import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lastStreamId } from '#lib/live/live-log.ts';
import { STREAM_START } from '#lib/live/stream-id.ts';
import { type Redis, webRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { adminRedis, append, connected, freshUser, listen, range } from './live-helpers.ts';

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

/** At once with those that files before this one have left, since who is killed first is back before the last. */
const killSubscriber = () => redis.sendCommand(['CLIENT', 'KILL', 'TYPE', 'pubsub']);

describe('live without a gap', () => {
  it('every posting after the given id arrives once, in order, while others are posted', async () => {
    const user = freshUser();
    for (const seq of range(1, 20)) await append(redis, user, seq);
    const after = await lastStreamId(redis, user);
    const posting = (async () => {
      for (const seq of range(21, 320)) await append(redis, user, seq);
    })();
    const streams = await Promise.all([listen(user, after), listen(user, after), listen(user, after)]);
    await posting;
    const late = await listen(user, after);
    for (const stream of [...streams, late]) {
      await stream.until(() => stream.seqs().length >= 300);
      expect(stream.seqs()).toEqual(range(21, 320));
      expect(stream.events().filter((event) => event === 'reset')).toEqual([]);
      await stream.close();
    }
  });

  it('the first posting ever arrives at a listener of an empty log', async () => {
    const user = freshUser();
    expect(await lastStreamId(redis, user)).toBe(STREAM_START);
    const stream = await listen(user, STREAM_START);
    await append(redis, user, 1);
    await stream.until(() => stream.seqs().length > 0);
    expect(stream.seqs()).toEqual([1]);
    expect(stream.events()).toEqual(['start', 'transaction']);
    await stream.close();
  });

  it('a listener at another position gets its own postings only', async () => {
    const user = freshUser();
    const first = await append(redis, user, 1);
    const second = await append(redis, user, 2);
    await append(redis, user, 3);
    const [old, recent] = await Promise.all([listen(user, first), listen(user, second)]);
    await append(redis, user, 4);
    await old.until(() => old.seqs().includes(4));
    await recent.until(() => recent.seqs().includes(4));
    expect(old.seqs()).toEqual([2, 3, 4]);
    expect(recent.seqs()).toEqual([3, 4]);
    await Promise.all([old.close(), recent.close()]);
  });

  it('one customer never hears of another', async () => {
    const [mine, theirs] = [freshUser(), freshUser()];
    const stream = await listen(mine, STREAM_START);
    await append(redis, theirs, 7);
    await append(redis, mine, 1);
    await stream.until(() => stream.seqs().length > 0);
    expect(stream.seqs()).toEqual([1]);
    await stream.close();
  });

  it('what happens to pending transactions stands between the postings, woken up for or read from the log', async () => {
    const user = freshUser();
    const stream = await listen(user, STREAM_START);
    await append(redis, user, 1);
    await append(redis, user, 1, { kind: 'authorized' });
    await append(redis, user, 1, { kind: 'voided' });
    await append(redis, user, 2, { silent: true });
    await append(redis, user, 2, { kind: 'declined' });
    const late = await listen(user, STREAM_START);
    for (const one of [stream, late]) {
      await one.until(() => one.told.length >= 6);
      expect(
        one.told.map((told) =>
          told.event === 'pending' ? `${told.data.kind} ${told.data.pending.id}` : told.event,
        ),
      ).toEqual(['start', 'transaction', 'authorized p1', 'voided p1', 'transaction', 'declined p2']);
      expect(new Set(one.told.map((told) => 'id' in told && told.id)).size).toBe(6);
      await one.close();
    }
  });

  it('a killed subscriber misses nothing: what was posted meanwhile is read from the log', async () => {
    const user = freshUser();
    const stream = await listen(user, STREAM_START);
    await append(redis, user, 1);
    await stream.until(() => stream.seqs().includes(1));
    for (const round of range(0, 4)) {
      await killSubscriber();
      // Silent: the wake-up is lost on purpose, so only the replay after the reconnect can bring it.
      await append(redis, user, 2 * round + 2, { silent: true });
      await stream.until(() => stream.seqs().includes(2 * round + 2));
      await append(redis, user, 2 * round + 3);
      await stream.until(() => stream.seqs().includes(2 * round + 3));
    }
    expect(stream.seqs()).toEqual(range(1, 11));
    await stream.close();
  });

  it('after the last listener nothing is subscribed, and the next one hears again', async () => {
    const user = freshUser();
    const channels = async () =>
      Object.values(await redis.pubSubNumSub([keys.live(user), keys.signal(user)])).map(Number);
    const stream = await listen(user, STREAM_START);
    expect(await channels()).toEqual([1, 1]);
    await stream.close();
    await expect.poll(channels).toEqual([0, 0]);
    const again = await listen(user, STREAM_START);
    await append(redis, user, 1);
    await again.until(() => again.seqs().includes(1));
    await again.close();
  });

  it('what follows on what was sent needs no read of the log, and what does not one, however many listen', async () => {
    const user = freshUser();
    const streams = await Promise.all(range(1, 20).map(() => listen(user, STREAM_START)));
    await append(redis, user, 1);
    await Promise.all(streams.map((stream) => stream.until(() => stream.seqs().includes(1))));
    // The reads with which they began may still go on.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const reads = vi.spyOn(webRedis(), 'xRange');
    for (const seq of range(2, 11)) {
      await append(redis, user, seq);
      await Promise.all(streams.map((stream) => stream.until(() => stream.seqs().includes(seq))));
    }
    expect(reads).not.toHaveBeenCalled();
    await append(redis, user, 12, { silent: true });
    await append(redis, user, 13);
    await Promise.all(streams.map((stream) => stream.until(() => stream.seqs().includes(13))));
    expect(reads).toHaveBeenCalledTimes(1);
    for (const stream of streams) expect(stream.seqs()).toEqual(range(1, 13));
    reads.mockRestore();
    await Promise.all(streams.map((stream) => stream.close()));
  });
});

describe('reset instead of a silent gap', () => {
  it('when the position was trimmed away', async () => {
    const user = freshUser();
    const first = await append(redis, user, 1);
    for (const seq of range(2, 5)) await append(redis, user, seq);
    await redis.sendCommand(['XTRIM', keys.stream(user), 'MAXLEN', '=', '2']);
    const stream = await listen(user, first);
    await stream.until(() => stream.events().includes('reset'));
    expect(stream.seqs()).toEqual([]);
    // The stream goes on after the reset's id.
    await append(redis, user, 6);
    await stream.until(() => stream.seqs().includes(6));
    expect(stream.seqs()).toEqual([6]);
    await stream.close();
  });

  it('when it starts at the beginning of a log whose beginning is gone', async () => {
    const user = freshUser();
    for (const seq of range(1, 5)) await append(redis, user, seq);
    await redis.sendCommand(['XTRIM', keys.stream(user), 'MAXLEN', '=', '2']);
    const stream = await listen(user, STREAM_START);
    await stream.until(() => stream.events().includes('reset'));
    expect(stream.seqs()).toEqual([]);
    await stream.close();
  });

  it('when the position is not yet in the log', async () => {
    const user = freshUser();
    const last = await append(redis, user, 1);
    const stream = await listen(user, '99999999999999-0');
    await stream.until(() => stream.events().includes('reset'));
    expect(stream.told.at(-1)).toEqual({ event: 'reset', id: last });
    await stream.close();
  });

  it('when the log has gone on with another history after a restore', async () => {
    const user = freshUser();
    await append(redis, user, 1);
    const stream = await listen(user, STREAM_START);
    await stream.until(() => stream.seqs().includes(1));
    const lost = await append(redis, user, 2);
    await stream.until(() => stream.seqs().includes(2));
    // As after a crash that lost the last second: another posting takes the place of the one already sent.
    await redis.xDel(keys.stream(user), lost);
    await append(redis, user, 2);
    await stream.until(() => stream.events().includes('reset'));
    await stream.close();
  });

  it('never tells a listener near the end to reset because another is far behind', async () => {
    const user = freshUser();
    const first = await append(redis, user, 1);
    for (const seq of range(2, 450)) await append(redis, user, seq, { silent: true });
    const nearEnd = await lastStreamId(redis, user);
    const [far, near] = await Promise.all([listen(user, first), listen(user, nearEnd)]);
    await append(redis, user, 451);
    await far.until(() => far.seqs().includes(451));
    await near.until(() => near.seqs().includes(451));
    expect(far.seqs()).toEqual(range(2, 451));
    expect(near.seqs()).toEqual([451]);
    expect([...far.events(), ...near.events()]).not.toContain('reset');
    await Promise.all([far.close(), near.close()]);
  });
});
