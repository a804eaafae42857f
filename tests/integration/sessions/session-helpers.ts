import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import type { UserTag } from '#lib/ids.ts';
import { cachedRedis, connectRedis, type Redis, webRedis } from '#lib/redis/client.ts';
import { isFresh } from '#lib/redis/copies.ts';
import { keys } from '#lib/redis/keys.ts';
import { createSession, type NewSession } from '#lib/sessions/create.ts';
import { fromStored, type SessionDocument } from '#lib/sessions/document.ts';
import { readSession } from '#lib/sessions/read-session.ts';
import type { Token } from '#lib/sessions/token.ts';
import { until } from '#tests/setup/until.ts';

export const testUrl = () => process.env.REDIS_URL ?? '';

let admin: Redis | undefined;
/** The administrator: what tests look into Redis with. The code under test has its own, least-privilege user. */
export function adminRedis(): Redis {
  if (!admin) throw new Error('call withRedis() in the test file first');
  return admin;
}

/** Connects everything before the first test: a process that has just begun answers 503 until then. */
export function withRedis(): void {
  beforeAll(async () => {
    admin = await connectRedis(testUrl(), { name: 'test-sessions', deadlineMs: 5000 });
    webRedis();
    cachedRedis();
    await until(() => webRedis().isReady && cachedRedis().isReady);
  });
  afterAll(() => admin?.destroy());
}

export const freshTag = () => randomBytes(16).toString('base64url') as UserTag;

/** A user as far as sessions need one: a tag with an epoch. */
export async function newUser(): Promise<UserTag> {
  const user = freshTag();
  await adminRedis().set(keys.epoch(user), '1');
  return user;
}

export const given = (user: UserTag, more: Partial<NewSession> = {}): NewSession => ({
  user,
  username: 'ann',
  role: 'user',
  policy: 'standard',
  profile: { name: 'Ann Example', dateOfBirth: '1990-01-02', email: 'ann@redisbank.example' },
  transport: 'cookie',
  device: { browser: 'Firefox', system: 'Linux', kind: 'computer', address: '192.0.2.7' },
  epoch: 1,
  ...more,
});

export type Made = { token: Token; document: SessionDocument };

export async function newSession(user: UserTag, more: Partial<NewSession> = {}): Promise<Made> {
  const made = await createSession(webRedis(), given(user, more));
  if (!made) throw new Error('the session was refused');
  return made;
}

export const read = (token: Token, ask: 'cache' | 'redis' = 'cache') =>
  readSession({ redis: webRedis(), cached: cachedRedis() }, token, { ask });

export const stateOf = async (token: Token) => (await read(token)).state;

/** What Redis holds of a session now. */
export async function stored({ user, sid }: Token): Promise<SessionDocument | null> {
  const found = await adminRedis().json.get(keys.session(user, sid));
  return found === null ? null : fromStored(sid, found);
}

const TIMES = ['createdAt', 'lastActiveAt', 'idleExpiresAt', 'absoluteExpiresAt'] as const;

/** Makes a session older instead of waiting: its times move back, as if it had lived that long. */
export async function age(
  { user, sid }: Token,
  byMs: number,
  times: readonly string[] = TIMES,
): Promise<void> {
  for (const name of times) await adminRedis().json.numIncrBy(keys.session(user, sid), `$.${name}`, -byMs);
}

export const range = (count: number) => Array.from({ length: count }, (_, at) => at);

/**
 * The copies of a connection count until the test moves the answered clock or ends, however slow the machine: the clock
 * by which they are believed stands.
 */
export async function trustCopies(redis: Redis) {
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
  await until(() => isFresh(redis));
  return clock;
}

const addressOf = async (redis: Redis) =>
  /\baddr=(\S+)/.exec(String(await redis.sendCommand(['CLIENT', 'INFO'])))?.[1];

/** Every command that Redis gets from this process's two connections while `work` runs; the heartbeat is not one. */
export async function commandsDuring(work: () => Promise<void>): Promise<string[]> {
  const own = await Promise.all([addressOf(webRedis()), addressOf(cachedRedis())]);
  const seen: string[] = [];
  const mark = `mark-${Math.random()}`;
  let marked = false;
  const monitor = adminRedis().duplicate();
  await monitor.connect();
  await monitor.monitor((line) => {
    if (String(line).includes(mark)) marked = true;
    const address = /\[\d+ (\S+?)\]/.exec(String(line))?.[1];
    if (own.includes(address) && !/"PING"/i.test(String(line))) seen.push(String(line));
  });
  await work();
  // What was sent before this is seen before it.
  await adminRedis().sendCommand(['ECHO', mark]);
  await until(() => marked);
  monitor.destroy();
  return seen;
}
