import { log } from '#lib/log.ts';
import { answeredMeasure } from './answered.ts';

/**
 * A line for every request. It has the route's pattern and neither path nor query, in which are session ids, accounts and
 * what people search for; `requestId` leads to the lines about that request.
 */
export function logRequests(): void {
  answeredMeasure.listen(({ method, route, status, tookMs, requestId, request }) =>
    log.info('request', {
      method,
      route,
      status,
      tookMs: Math.round(tookMs * 100) / 100,
      address: request.headers['x-redisbank-address'],
      requestId,
    }),
  );
}
