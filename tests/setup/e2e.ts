/** One bank for all browser tests: fresh Redis with its users, indexes, history, production build, worker. */
import { DEMO_PASSWORD } from '#demo/world.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { lightCredential } from './light-credential.ts';
import { startBank } from './start-bank.ts';

export default async function setup(): Promise<() => Promise<void>> {
  // A busy machine is no outage; the tests of outages bring a bank of their own.
  const env = { REDIS_DEADLINE_MS: '30000' };
  const bank = await startBank({ port: Number(process.env.E2E_PORT), env });
  // For tests that look into Redis or count connections; workers inherit it.
  process.env.E2E_REDIS_URL = bank.redisUrl;
  const redis = await connect(bank.redisUrl);
  // Redis stops for as long as a busy disk takes, and no test here looks at what a power cut leaves.
  if (!process.env.TEST_REDIS_URL) await redis.configSet({ appendfsync: 'no' });
  const light = lightCredential(DEMO_PASSWORD);
  for (const key of await redis.keys(`${PREFIX}credential:*`)) await redis.json.set(key, '$', light);
  redis.destroy();
  return bank.stop;
}
