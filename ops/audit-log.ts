/**
 * Checks the audit log of every user against its chain: one line each, and a non-zero status when an entry was
 * changed, removed or cut off, naming it. Needs the secrets that the entries were signed with.
 */
import { verifyAuditLog } from '#lib/audit/read-log.ts';
import { isUserTag } from '#lib/ids.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { adminRedis } from '#ops/admin-redis.ts';

const redis = await adminRedis('audit-log');

const users = new Set<string>();
// An audit log whose head was removed still has entries, and one whose user is gone still tells of them.
for (const kind of ['user', 'audithead', 'audit']) {
  for await (const found of redis.scanIterator({ MATCH: `${PREFIX}${kind}:{*`, COUNT: 1000 })) {
    for (const key of found) users.add(/\{([^}]+)\}/.exec(key)?.[1] ?? '');
  }
}

let entries = 0;
let faulty = 0;
for (const user of [...users].filter(isUserTag).toSorted()) {
  const verdict = await verifyAuditLog(redis, user);
  entries += verdict.entries;
  if (verdict.faults.length === 0) {
    if (verdict.entries > 0)
      console.log(`${user}  ${verdict.entries} ${verdict.entries === 1 ? 'entry' : 'entries'}, unbroken`);
    continue;
  }
  faulty += 1;
  for (const { n, fault } of verdict.faults) console.log(`${user}  entry ${n}: ${fault.replace('_', ' ')}`);
}
console.log(
  faulty === 0
    ? `${entries} entries of ${users.size} users, each as it was written.`
    : `${faulty} of ${users.size} users have an audit log that is not what was written.`,
);
await redis.close();
process.exitCode = faulty === 0 ? 0 : 1;
