import { rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from '#lib/redis/client.ts';
import { DATA } from '#scripts/lib/redis/throwaway.mjs';

/**
 * Lets a Redis whose files lie in `folder` go on in a file that takes no byte, as on a full disk: its next
 * append-only file is `/dev/full`. Resolves when writes are refused. The answered function makes room again.
 */
export async function fillDisk(redis: Redis, folder: string): Promise<() => Promise<void>> {
  const next = [2, 3].map((at) => path.join(folder, DATA, `appendonly.aof.${at}.incr.aof`));
  for (const file of next) symlinkSync('/dev/full', file);
  await redis.sendCommand(['BGREWRITEAOF']);
  while (!/aof_last_write_status:err/.test(await redis.info('persistence'))) {
    await redis.set('fill', 'x').catch(() => {});
    await sleep(20);
  }
  return async () => {
    for (const file of next) rmSync(file);
    while (/aof_rewrite_in_progress:1/.test(await redis.info('persistence'))) await sleep(20);
    await redis.sendCommand(['BGREWRITEAOF']);
    while (!/aof_last_write_status:ok/.test(await redis.info('persistence'))) await sleep(20);
  };
}
