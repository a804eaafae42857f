/**
 * The payments process: carries out what customers ask for, under a Redis user of its own, since it alone writes payments
 * and the keys that confirm them. Any number may run: a request goes to one of them, and carried out twice it is
 * carried out once.
 */
import { config } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { carryOutRequests } from '#worker/payments/loop.ts';
import { REQUESTS } from '#worker/payments/requests.ts';
import { sweep } from '#worker/payments/sweep.ts';
import { begin } from '#worker/process.ts';

const { signal, connect } = await begin();
const { paymentsUrl } = config().redis;
const redis = await connect(paymentsUrl, 'redisbank-payments');
// It waits inside Redis for the next request, and all else would wait behind it.
const reader = await connect(paymentsUrl, 'redisbank-payments-requests');
log.info('payments process started');
await Promise.all([carryOutRequests({ redis, reader, requests: REQUESTS, signal }), sweep(redis, signal)]);
reader.destroy();
redis.destroy();
log.info('payments process stopped');
process.exit(0);
