import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { connectRedis } from '#lib/redis/client.ts';
import { requireWholeSearch } from '#ops/requirements.ts';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { clusterSettings, throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

const SLOTS = [
  ['0', '5460'],
  ['5461', '10922'],
  ['10923', '16383'],
] as const;

test('a cluster of several nodes before Redis 8 is refused with its reasons', async () => {
  const settings = await Promise.all(SLOTS.map(clusterSettings));
  const nodes = await Promise.all(settings.map((lines) => throwAwayRedis({ settings: lines })));
  onTestFinished(async () => {
    await Promise.all(nodes.map((node) => node.stop()));
  });
  const admins = await Promise.all(nodes.map(({ urls }) => connect(urls.admin, { timeoutMs: 5000 })));
  for (const [at, admin] of admins.entries()) {
    await admin.sendCommand(['CLUSTER', 'ADDSLOTSRANGE', ...(SLOTS[at] ?? [])]);
    const bus = /cluster-port (\d+)/.exec(settings[0]?.[1] ?? '')?.[1] ?? '';
    if (at > 0) await admin.sendCommand(['CLUSTER', 'MEET', '127.0.0.1', String(nodes[0]?.port), bus]);
  }
  const [first] = admins;
  const isUp = async () => /cluster_state:ok/.test(String(await first?.sendCommand(['CLUSTER', 'INFO'])));
  while (!(await isUp())) await sleep(50);
  const deploy = await connectRedis(nodes[0]?.urls.deploy ?? '', { name: 'test', deadlineMs: 5000 });
  await expect(requireWholeSearch(deploy)).rejects.toThrow(
    /a cluster of 3 nodes of Redis 7\.4\.\d+: its search finds only what lies on one node/,
  );
  for (const redis of [deploy, ...admins]) redis.destroy();
});
