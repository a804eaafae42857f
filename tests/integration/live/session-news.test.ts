import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STREAM_START } from '#lib/live/stream-id.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { adminRedis, append, connected, freshSid, freshUser, listen } from './live-helpers.ts';

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

const sessionNews = (told: Awaited<ReturnType<typeof listen>>['told']) =>
  told.flatMap((one) => (one.event === 'session' ? [one.data] : []));

describe('a session hears of its user’s other sessions', () => {
  it('of a new one, of one that ended, and of a new password; never of its own beginning', async () => {
    const [user, sid, other] = [freshUser(), freshSid(), freshSid()];
    const mine = await listen(user, STREAM_START, { sid });
    const created = { kind: 'created', at: 1, browser: 'Chrome', system: 'Linux', address: '192.0.2.7' };
    for (const signal of [
      { ...created, sid },
      { ...created, sid: other },
      { kind: 'ended', sid: other, reason: 'signed_out' },
      { kind: 'password_changed', by: sid },
      { kind: 'password_changed', by: other },
      { kind: 'ended_all', except: sid, reason: 'revoked_all' },
    ]) {
      await redis.publish(keys.signal(user), JSON.stringify(signal));
    }
    await append(redis, user, 1);
    await mine.until(() => mine.seqs().includes(1));
    await mine.until(() => sessionNews(mine.told).length === 4);
    expect(sessionNews(mine.told)).toEqual([
      { ...created, sid: other, address: '192.0.2.x' },
      { kind: 'left', sid: other },
      { kind: 'password_changed' },
      { kind: 'left' },
    ]);
    expect(mine.ended).toBe(false);
    await mine.close();
  });
});

it('every session hears that a payment of its customer went on, and of nobody else’s', async () => {
  const [user, other] = [freshUser(), freshUser()];
  const mine = await listen(user, STREAM_START, { sid: freshSid() });
  await redis.publish(keys.signal(other), JSON.stringify({ kind: 'payment', id: 'theirs', state: 'done' }));
  for (const signal of [
    { kind: 'payment', id: 'p1', state: 'debited' },
    { kind: 'payment', id: 'p1', state: 'done' },
  ]) {
    await redis.publish(keys.signal(user), JSON.stringify(signal));
  }
  const payments = () => mine.told.flatMap((one) => (one.event === 'payment' ? [one.data] : []));
  await mine.until(() => payments().length === 2);
  expect(payments()).toEqual([
    { id: 'p1', state: 'debited' },
    { id: 'p1', state: 'done' },
  ]);
  await mine.close();
});
