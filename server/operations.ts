/**
 * Health, readiness and metrics for whoever runs the bank, on a port of their own: a probe asks by address, which is no host of
 * the site, and before the site serves anybody.
 */
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { anonymous, endpoint } from '#lib/http/contract.ts';
import type { Route } from '#lib/http/router.ts';
import { metricsAnswer } from '#lib/metrics/registry.ts';
import { readySchema, requireReady } from '#lib/readiness/readiness.ts';
import { webMetrics } from './metrics.ts';
import { mount } from './mount.ts';

/**
 * More than the site's own answer. `durability` is what a power cut can take back, `ledger` the last audit, `refused` what
 * cannot be done for want of room: docs/operations.md.
 */
const ready = endpoint({
  summary: 'Everything that a customer needs is there, and how it is.',
  access: anonymous,
  query: null,
  answers: { 200: readySchema.extend({ status: z.literal('ready') }) },
  refusals: ['starting', 'redis_unavailable'],
  handler: async () => ({ status: 'ready' as const, ...(await requireReady()) }),
});

export function operationsServer(routes: readonly Route[]): Server {
  const health = routes.filter(({ pattern }) => pattern === '/api/health');
  const dispatch = mount([...health, { pattern: '/api/ready', load: async () => ({ GET: ready }) }]);
  const metrics = metricsAnswer(webMetrics());
  return createServer((request, response) => {
    if (request.url === '/metrics') metrics(request, response);
    else if (!dispatch(request, response)) response.writeHead(404).end();
  });
}
