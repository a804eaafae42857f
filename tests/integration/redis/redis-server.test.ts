import { expect, it } from 'vitest';
import { connect } from '#scripts/lib/redis/connection.mjs';

const url = process.env.SUITE_REDIS_URL ?? '';

it('the tests run on a real Redis with search, JSON and time series', async () => {
  const redis = await connect(url);
  const modules = JSON.stringify(await redis.sendCommand(['MODULE', 'LIST']));
  redis.destroy();
  for (const name of ['search', 'ReJSON', 'timeseries']) expect(modules).toContain(`"${name}"`);
});
