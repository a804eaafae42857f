/** Which Redis a file of the integration suite uses: that of the worker it runs in. Before the file is loaded. */

/** Most files wait for Redis and for time, so that two keep busy what has one processor. */
export const SUITE_WORKERS = 2;
/** Names the variable with the addresses, a JSON array. */
export const SUITE_REDIS = 'SUITE_REDIS';
export type SuiteRedis = Record<'admin' | 'deploy' | 'web' | 'worker' | 'payments', string>;

const all = JSON.parse(process.env[SUITE_REDIS] ?? '[]') as SuiteRedis[];
const own = all[(Number(process.env.VITEST_POOL_ID) - 1) % all.length];
if (own) {
  // Under names of their own too: suites that run in the same process look at TEST_REDIS_URL for what people gave.
  Object.assign(process.env, {
    SUITE_REDIS_URL: own.admin,
    SUITE_REDIS_DEPLOY_URL: own.deploy,
    REDIS_URL: own.admin,
    REDIS_WEB_URL: own.web,
    REDIS_WORKER_URL: own.worker,
    REDIS_PAYMENTS_URL: own.payments,
  });
}
