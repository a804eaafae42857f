import { expect, it } from 'vitest';
import { Resp } from '#scripts/lib/resp.mjs';

const url = process.env.SUITE_REDIS_URL ?? '';

it('the tests run on a real Redis with search, JSON and time series', async () => {
  const redis = await Resp.connect(url);
  const modules = JSON.stringify(await redis.call('MODULE', 'LIST'));
  redis.close();
  for (const name of ['search', 'ReJSON', 'timeseries']) expect(modules).toContain(`"${name}"`);
});
