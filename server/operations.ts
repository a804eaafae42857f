/**
 * Health and readiness for whoever runs the bank, on a port of their own: a probe asks by address, which is no host of
 * the site, and before the site serves anybody.
 */
import { createServer, type Server } from 'node:http';
import type { Route } from '#lib/http/router.ts';
import { mount } from './mount.ts';

const SERVED = new Set(['/api/health', '/api/ready']);

export function operationsServer(routes: readonly Route[]): Server {
  const dispatch = mount(routes.filter(({ pattern }) => SERVED.has(pattern)));
  return createServer((request, response) => {
    if (!dispatch(request, response)) response.writeHead(404).end();
  });
}
