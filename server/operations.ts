/**
 * Health, readiness and metrics for whoever runs the bank, on a port of their own: a probe asks by address, which is no host of
 * the site, and before the site serves anybody.
 */
import { createServer, type Server } from 'node:http';
import type { Route } from '#lib/http/router.ts';
import { metricsAnswer } from '#lib/metrics/registry.ts';
import { webMetrics } from './metrics.ts';
import { mount } from './mount.ts';

const SERVED = new Set(['/api/health', '/api/ready']);

export function operationsServer(routes: readonly Route[]): Server {
  const dispatch = mount(routes.filter(({ pattern }) => SERVED.has(pattern)));
  const metrics = metricsAnswer(webMetrics());
  return createServer((request, response) => {
    if (request.url === '/metrics') metrics(request, response);
    else if (!dispatch(request, response)) response.writeHead(404).end();
  });
}
