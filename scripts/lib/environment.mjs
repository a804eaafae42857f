/** What each process is told: the addresses with its own Redis user's rights, its own secrets, and nothing of the others'. */

/**
 * 32 MB for young objects instead of 16, three times over: drawing a page makes many that live no longer than it does.
 * With eight asked for at once, `/overview` costs 14.0 ms of CPU; with 4 MB 15.6, and with 64 13.1, but then the process
 * has held 854 MB, and its container has a gigabyte. The Dockerfile says it too.
 */
export const YOUNG = '--max-semi-space-size=32';

/** @typedef {'web' | 'worker' | 'payments' | 'deploy'} Part */

/**
 * @param {Part} part
 * @param {object} options
 * @param {Record<string, string | undefined>} options.env ours
 * @param {Record<import('./redis/users.mjs').User, string>} options.urls
 * @param {string} options.sessionSecrets
 * @param {boolean} [options.dev]
 * @param {Record<string, string>} [options.more]
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(part, { env, urls, sessionSecrets, dev = false, more = {} }) {
  const url = urls[part];
  return {
    ...env,
    NODE_ENV: dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    REDIS_URL: url,
    REDIS_WEB_URL: url,
    REDIS_WORKER_URL: url,
    REDIS_PAYMENTS_URL: url,
    ...(part === 'web' ? { NODE_OPTIONS: `${YOUNG} ${env.NODE_OPTIONS ?? ''}`.trim() } : {}),
    ...more,
    // The worker and the payments process sign nobody in, and write no audit log.
    ...(part === 'web' || part === 'deploy'
      ? { SESSION_SECRETS: sessionSecrets }
      : { SESSION_SECRETS: undefined, AUDIT_SECRETS: undefined }),
  };
}
