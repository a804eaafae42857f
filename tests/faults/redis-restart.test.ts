import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

let redis: Awaited<ReturnType<typeof throwAwayRedis>>;
beforeAll(async () => {
  redis = await throwAwayRedis();
});
afterAll(() => redis.stop());

const asAdmin = () => connect(redis.urls.admin, { timeoutMs: 5000 });

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'what a script wrote is there after %s and a new start',
  async (signal) => {
    const before = await asAdmin();
    const keys = [`redisBank:{${signal}}:one`, `redisBank:{${signal}}:other`];
    // A script of more than one write is a transaction in the append-only file.
    const write = "for _, key in ipairs(KEYS) do redis.call('SET', key, 'kept') end";
    await before.eval(write, { keys });
    before.destroy();
    await redis.halt(signal);
    await redis.resume();
    const after = await asAdmin();
    expect(await after.mGet(keys)).toEqual(['kept', 'kept']);
    after.destroy();
  },
);

test('nobody without a password is let in, nor as the default user', async () => {
  const { port } = new URL(redis.urls.admin);
  const anonymous = await connect(`redis://127.0.0.1:${port}`, { timeoutMs: 5000 });
  await expect(anonymous.ping()).rejects.toThrow(/NOAUTH/);
  await expect(anonymous.sendCommand(['AUTH', 'default', ''])).rejects.toThrow(/WRONGPASS/);
  await expect(anonymous.sendCommand(['AUTH', 'default', 'anything'])).rejects.toThrow(/WRONGPASS/);
  anonymous.destroy();
});
