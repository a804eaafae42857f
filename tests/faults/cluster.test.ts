import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { connectRedis } from '#lib/redis/client.ts';
import { requireWholeSearch } from '#ops/requirements.ts';
import { connect } from '#scripts/lib/redis/connection.mjs';
import { givenRedis } from '#scripts/lib/redis/given.mjs';
import { clusterSettings, throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';

const SLOTS = [
  ['0', '5460'],
  ['5461', '10922'],
  ['10923', '16383'],
] as const;

test('a cluster of several nodes before Redis 8 is refused with its reasons, also to a user without INFO', async () => {
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
  // Nobody else judges it: a cluster of Redis 8 is as welcome as any. The user `deploy` has no INFO, as managed ones may.
  const { urls } = await givenRedis({ REDIS_URL: nodes[0]?.urls.admin });
  for (const url of [urls.deploy, nodes[0]?.urls.deploy ?? '']) {
    const deploy = await connectRedis(url, { name: 'test', deadlineMs: 5000 });
    await expect(requireWholeSearch(deploy)).rejects.toThrow(
      /a cluster of 3 nodes of Redis 7\.4\.\d+: its search finds only what lies on one node/,
    );
    deploy.destroy();
  }
  for (const redis of admins) redis.destroy();
});
