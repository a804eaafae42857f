/**
 * The worker: books one entry a customer every ten seconds, on the tens of Redis' clock, for as long as it runs.
 * Any number of workers may run: what a tick books follows from (account, tick), and its id is booked once.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { makeRedis } from '#lib/redis/client.ts';
import { watchRoom } from '#lib/redis/room.ts';
import { SECOND } from '#lib/time.ts';
import { REDIS_DEADLINE_MS, runLoop } from '#worker/loop.ts';

/** After this a worker that was told to stop stops, whatever it waits for. */
const STOP_MS = 2 * SECOND;

const FIRST_CONNECTION_MS = 2 * SECOND;

const stop = new AbortController();
function onStop(): void {
  if (stop.signal.aborted) return;
  stop.abort();
  setTimeout(() => process.exit(0), STOP_MS).unref();
}
process.on('SIGTERM', onStop);
process.on('SIGINT', onStop);
// A parent that holds a channel and is gone cannot send a signal any more.
if (process.channel) process.on('disconnect', onStop);

await serveMetrics();
const redis = makeRedis(config().redis.workerUrl, {
  name: 'redisbank-worker',
  deadlineMs: REDIS_DEADLINE_MS,
});
// Waited for a moment only: connecting goes on for ever in the background, and the loop tries until it can.
await Promise.race([
  redis.connect().catch((error: Error) => log.error('redis cannot be connected', { error: error.message })),
  sleep(FIRST_CONNECTION_MS, undefined, { signal: stop.signal }).catch(() => undefined),
]);
// Memory is for the web processes to tell.
watchRoom(null, config().redis.folder);
log.info('worker started');
await runLoop(redis, stop.signal);
redis.destroy();
log.info('worker stopped');
process.exit(0);

/**
 * On a port of its own, since that needs no right in Redis, and an answer shows that the worker lives. A port that cannot
 * be had is no reason not to book.
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
