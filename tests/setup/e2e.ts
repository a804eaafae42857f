/** One bank for all browser tests: fresh Redis with its users, indexes, history, production build, worker. */
import { connect } from '#scripts/lib/redis/connection.mjs';
import { startBank } from './start-bank.ts';

export default async function setup(): Promise<() => Promise<void>> {
  // A busy machine is no outage; the tests of outages bring a bank of their own.
  const env = { REDIS_DEADLINE_MS: '30000' };
  const bank = await startBank({ port: Number(process.env.E2E_PORT), env });
  // For tests that look into Redis or count connections; workers inherit it.
  process.env.E2E_REDIS_URL = bank.redisUrl;
  if (!process.env.TEST_REDIS_URL) await neverWaitForDisk(bank.redisUrl);
  return bank.stop;
}

/** Redis stops for as long as a busy disk takes, and no test here looks at what a power cut leaves. */
async function neverWaitForDisk(url: string): Promise<void> {
  const redis = await connect(url);
  await redis.configSet({ appendfsync: 'no' });
  redis.destroy();
}
