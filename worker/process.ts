/** What the worker and the payments process have in common: how they stop, are watched and connect. */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { makeRedis, type Redis } from '#lib/redis/client.ts';
import { watchRoom } from '#lib/redis/room.ts';
import { SECOND } from '#lib/time.ts';
import { REDIS_DEADLINE_MS } from '#worker/until-done.ts';

/** After this a process that was told to stop stops, whatever it waits for. */
const STOP_MS = 2 * SECOND;

const FIRST_CONNECTION_MS = 2 * SECOND;

/** `signal` aborts when the process is told to stop; `connect` waits for a moment only, and the connection comes later. */
export async function begin(): Promise<{
  signal: AbortSignal;
  connect: (url: string, name: string) => Promise<Redis>;
}> {
  const stop = new AbortController();
  const onStop = () => {
    if (stop.signal.aborted) return;
    stop.abort();
    setTimeout(() => process.exit(0), STOP_MS).unref();
  };
  process.on('SIGTERM', onStop);
  process.on('SIGINT', onStop);
  // A parent that holds a channel and is gone cannot send a signal any more.
  if (process.channel) process.on('disconnect', onStop);
  await serveMetrics();
  // Memory is for the web processes to tell.
  watchRoom(null, config().redis.folder);
  return { signal: stop.signal, connect: (url, name) => connected(url, name, stop.signal) };
}

/** Connecting goes on for ever in the background, and who uses the connection tries until it can. */
async function connected(url: string, name: string, signal: AbortSignal): Promise<Redis> {
  const redis = makeRedis(url, { name, deadlineMs: REDIS_DEADLINE_MS });
  await Promise.race([
    redis.connect().catch((error: Error) => log.error('redis cannot be connected', { error: error.message })),
    sleep(FIRST_CONNECTION_MS, undefined, { signal }).catch(() => undefined),
  ]);
  return redis;
}

/**
 * On a port of its own, since that needs no right in Redis, and an answer shows that the process lives. A port that cannot
 * be had is no reason not to work.
 */
async function serveMetrics(): Promise<void> {
  const { metricsPort, metricsListen } = config();
  if (metricsPort === undefined) return;
  const { metricsAnswer, processMetrics } = await import('#lib/metrics/registry.ts');
  const metrics = metricsAnswer(processMetrics());
  const server = createServer((request, response) => {
    if (request.url === '/metrics') metrics(request, response);
    else response.writeHead(request.url === '/api/health' ? 200 : 404).end();
  });
  server.on('error', (error) => log.error('metrics are not served', { error }));
  server.listen(metricsPort, metricsListen);
}
