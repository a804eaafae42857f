import { expect, it } from 'vitest';
import { BANK } from '#lib/audit/audit-entry.ts';
import { verifyAuditLog } from '#lib/audit/read-log.ts';
import { clockMeasure } from '#lib/measures.ts';
import { webRedis } from '#lib/redis/client.ts';
import { searchAudit } from '#lib/staff/audit-search.ts';
import { recordClockSteps } from '#lib/staff/record-act.ts';
import { until } from '#tests/setup/until.ts';
import { withRedis } from '../sessions/session-helpers.ts';

withRedis();

it('a step of Redis’ clock is in the audit log that staff search, chained as any', async () => {
  recordClockSteps(webRedis());
  clockMeasure.tell({ bySeconds: 3600 });
  const authentication = { method: 'password' as const, at: 0 };
  const asker = { document: { user: BANK.user, role: 'super-admin', authentication } };
  const found = () => searchAudit(webRedis(), asker, { act: 'clock_stepped' }, { limit: 5 });
  await until(async () => (await found()).total > 0);
  const { items } = await found();
  expect(items).toMatchObject([
    { username: 'Redis Bank', actorName: 'Redis Bank', detail: { bySeconds: 3600 } },
  ]);
  expect(await verifyAuditLog(webRedis(), BANK.user)).toEqual({ entries: 1, faults: [] });
});
