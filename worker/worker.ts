/**
 * The worker: one event a customer every ten seconds, on the tens of Redis' clock, for as long as it runs. Any number of
 * workers may run: what happens in a tick follows from the account and the tick, and each account does a tick once.
 */
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { runLoop } from '#worker/loop.ts';
import { begin } from '#worker/process.ts';

const { signal, connect } = await begin();
const redis = await connect(config().redis.workerUrl, 'redisbank-worker');
log.info('worker started');
await runLoop(redis, signal);
redis.destroy();
log.info('worker stopped');
process.exit(0);
