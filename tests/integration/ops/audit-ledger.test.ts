import { expect, test } from 'vitest';
import { LEDGER_AUDIT } from '#lib/readiness/readiness.ts';
import { keys } from '#lib/redis/keys.ts';
import { emptyBank } from './job-runs.ts';

const { redis, job } = await emptyBank();

test('readiness does not call the ledger of a bank without accounts wrong', async () => {
  expect(await job('ops/audit-ledger.ts')).toEqual({ status: 1, output: 'There is no account to audit.\n' });
  expect(await redis.hGet(keys.deployed(), LEDGER_AUDIT)).toBe('right');
});
