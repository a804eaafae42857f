/** In a cluster a script may touch only keys it declared, all of one slot: MONITOR shows what ours touch. */
import { expect } from 'vitest';
import type { Redis } from '#lib/redis/client.ts';

const hashTag = (key: string) => /\{([^}]+)\}/.exec(key)?.[1];

/** Watches until `check`: what scripts touch, and what those sent over connections of `declaring` declare. */
export async function watchScripts(admin: Redis) {
  const touched: string[] = [];
  const declared: string[] = [];
  const monitor = admin.duplicate();
  await monitor.connect();
  await monitor.monitor((line) => {
    const [, command = ''] = /\[\d+ lua\] (.*)$/.exec(String(line)) ?? [];
    // The channel of a PUBLISH is no key.
    if (command && !command.startsWith('"PUBLISH"'))
      touched.push(...(command.match(/"redisBank:[^" ]*"/g) ?? []));
  });

  /** The same connection, which notes the keys that its scripts declare. */
  function declaring(redis: Redis): Redis {
    const noting =
      (name: 'evalSha' | 'eval') =>
      (script: string, options: { keys: string[]; arguments: string[] }): unknown => {
        declared.push(...options.keys);
        return redis[name](script, options);
      };
    return Object.create(redis, { evalSha: { value: noting('evalSha') }, eval: { value: noting('eval') } });
  }

  /** Expects every key of `user` that was touched to be declared, and all in one slot; `known` were seen, so that it means something. */
  async function check(user: string, known: string[]): Promise<void> {
    // What MONITOR tells is ordered: once it shows this key, it has shown all before.
    await admin.eval("redis.call('GET', KEYS[1])", { keys: ['redisBank:monitored'], arguments: [] });
    await expect.poll(() => touched.includes('"redisBank:monitored"')).toBe(true);
    const ours = new Set(touched.map((text) => text.slice(1, -1)).filter((key) => key.includes(user)));
    expect(declared.map(hashTag).filter((tag) => tag !== user)).toEqual([]);
    expect([...ours].filter((key) => !declared.includes(key))).toEqual([]);
    for (const key of known) expect(ours).toContain(key);
  }
  return { declaring, check, stop: () => monitor.destroy() };
}
