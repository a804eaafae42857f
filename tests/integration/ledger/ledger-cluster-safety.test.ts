import { afterAll, expect, it } from 'vitest';
import { postEntry, postHistory } from '#lib/ledger/post.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { trimAccount } from '#lib/ledger/trim.ts';
import { keys } from '#lib/redis/keys.ts';
import { watchScripts } from '../redis/declared-keys.ts';
import { freshRef, freshUser, posting, redisAs } from '../search/search-helpers.ts';

const [admin, deploy, worker] = await Promise.all([redisAs('admin'), redisAs('deploy'), redisAs('worker')]);

const scripts = await watchScripts(admin);
afterAll(scripts.stop);

it('every key that a script of the ledger touches is declared, and all are in one slot', async () => {
  const user = freshUser();
  const as = { deploy: scripts.declaring(deploy), worker: scripts.declaring(worker) };
  const ref = await freshRef(as.deploy, user);
  await postHistory(
    as.deploy,
    ref,
    Array.from({ length: 130 }, () => posting()),
  );
  const wanted = posting();
  await postEntry(as.worker, ref, wanted);
  await postEntry(as.worker, ref, wanted);
  await trimAccount(as.worker, ref, 12);
  expect((await auditAccount(as.deploy, ref))?.faults).toEqual([]);
  await scripts.check(user, [keys.account(ref), keys.entry(ref, 130), keys.totals(ref), keys.stream(user)]);
});
