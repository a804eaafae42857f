/** In a cluster a script may touch only keys it declared, all of one slot: MONITOR shows what ours touch. */
import { afterAll, expect, it } from 'vitest';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { freshRef, freshUser, posting, redisAs } from '../search/helpers.ts';

const [admin, deploy, worker] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('worker')]);

const touched: string[] = [];
const monitor = admin.duplicate();
await monitor.connect();
await monitor.monitor((line) => {
  const [, command = ''] = /\[\d+ lua\] (.*)$/.exec(String(line)) ?? [];
  // The channel of a PUBLISH is no key.
  if (command && !command.startsWith('"PUBLISH"'))
    touched.push(...(command.match(/"redisBank:[^" ]*"/g) ?? []));
});
afterAll(() => monitor.destroy());

const hashTag = (key: string) => /\{([^}]+)\}/.exec(key)?.[1];

/** The same connection, which notes the keys that its scripts declare. */
function declaring(redis: Redis) {
  const declared: string[] = [];
  const noting =
    (name: 'evalSha' | 'eval') =>
    (script: string, options: { keys: string[]; arguments: string[] }): unknown => {
      declared.push(...options.keys);
      return redis[name](script, options);
    };
  const noted: Redis = Object.create(redis, {
    evalSha: { value: noting('evalSha') },
    eval: { value: noting('eval') },
  });
  return { redis: noted, declared };
}

it('every key that a script of the ledger touches is declared, and all are in one slot', async () => {
  const user = freshUser();
  const as = { deploy: declaring(deploy), worker: declaring(worker) };
  const ref = await freshRef(as.deploy.redis, user);
  await postHistory(
    as.deploy.redis,
    ref,
    Array.from({ length: 130 }, () => posting()),
  );
  const wanted = posting();
  await postEntry(as.worker.redis, ref, wanted);
  await postEntry(as.worker.redis, ref, wanted);
  await trimAccount(as.worker.redis, ref, 12);
  expect((await auditAccount(as.deploy.redis, ref))?.faults).toEqual([]);
  // What MONITOR tells is ordered: once it shows this key, it has shown all before.
  await admin.eval("redis.call('GET', KEYS[1])", { keys: ['redisBank:monitored'], arguments: [] });
  await expect.poll(() => touched.includes('"redisBank:monitored"')).toBe(true);

  const declared = new Set([...as.deploy.declared, ...as.worker.declared]);
  const ours = new Set(touched.map((text) => text.slice(1, -1)).filter((key) => key.includes(user)));
  expect([...declared].map(hashTag).filter((tag) => tag !== user)).toEqual([]);
  expect([...ours].filter((key) => !declared.has(key))).toEqual([]);
  // Not vacuous: reading and writing were both seen.
  for (const key of [keys.account(ref), keys.entry(ref, 130), keys.totals(ref), keys.stream(user)]) {
    expect(ours).toContain(key);
  }
});
