/** The tutorial's stack as a site to be measured: its packages are installed on first use, by their own lockfile. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '#scripts/lib/paths.mjs';
import { freePort } from '#scripts/lib/ports.mjs';
import { stopChild } from '#scripts/lib/redis/server.mjs';
import { throwAwayRedis } from '#scripts/lib/redis/throwaway.mjs';
import { installOwn } from './own-packages.ts';
import { pidOf, redisPid, type Site, start } from './site.ts';

const FOLDER = inRoot('tests/bench/tutorial-stack');
/** As many as bob has after a year of ours would make each of its lists read 2,470 documents: it begins with a few. */
const EARLIER = 60;
const LIMIT_MS = 60_000;

export type Peer = Site & { wsPort: number; redisUrl: string };

export async function startPeer(earlier = EARLIER): Promise<Peer> {
  await installOwn(FOLDER, 'express');
  const redis = await throwAwayRedis();
  const page = path.join(redis.folder, 'page');
  mkdirSync(page);
  const { writePage } = await import(path.join(FOLDER, 'page.js'));
  writePage(page);
  const [port, wsPort] = [await freePort(), await freePort()];
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: 'production',
    REDIS_URL: redis.urls.admin,
    PORT: String(port),
    WS_PORT: String(wsPort),
    PAGE: page,
    EARLIER: String(earlier),
  };
  const app = start('the tutorial', FOLDER, ['server.js'], env, path.join(redis.folder, 'peer.log'));
  await new Promise((resolve, reject) => {
    app.once('message', resolve);
    app.once('exit', () => reject(new Error('the tutorial did not start')));
    setTimeout(() => reject(new Error('the tutorial did not start in time')), LIMIT_MS).unref();
  });
  return {
    name: "the tutorial's",
    redisUrl: redis.urls.admin,
    port,
    wsPort,
    host: `localhost:${port}`,
    processes: { app: pidOf(app), redis: await redisPid(redis.urls.admin) },
    stop: async () => {
      await stopChild(app);
      await redis.stop();
    },
  };
}
