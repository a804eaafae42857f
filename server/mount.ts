/** Route handlers mounted directly: no framework between node:http and the handler, about ten times the throughput. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BankError } from '#lib/errors.ts';
import { problem, type RouteHandler } from '#lib/http/http.ts';
import { log } from '#lib/log.ts';
import { sendResponse, toRequest } from './web.ts';

export type Route = {
  /** `/api/accounts/:id/transactions`; a `:name` is one path segment, a `*name` at the end whatever is left. */
  pattern: string;
  /** Imports the module with GET, POST … on first use. */
  load: () => Promise<Record<string, unknown>>;
};

type Mounted = {
  match: (path: string) => Record<string, string> | null;
  module: () => Promise<Record<string, unknown>>;
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

function mounted({ pattern, load }: Route): Mounted {
  const all = pattern.split('/');
  const rest = all.at(-1)?.startsWith('*') ?? false;
  const wanted = rest ? all.slice(0, -1) : all;
  let loading: Promise<Record<string, unknown>> | undefined;
  return {
    match(path) {
      const given = path.split('/');
      if (rest ? given.length <= wanted.length : given.length !== wanted.length) return null;
      const params: Record<string, string> = {};
      for (const [at, part] of wanted.entries()) {
        const value = given[at] ?? '';
        if (!part.startsWith(':')) {
          if (part !== value) return null;
        } else {
          if (value === '') return null;
          params[part.slice(1)] = decodeURIComponent(value);
        }
      }
      return params;
    },
    module() {
      loading ??= load();
      return loading;
    },
  };
}

/**
 * Where a fixed and a variable segment both fit (`/sessions/current`, `/sessions/:sid`), the fixed one is meant; what
 * takes whatever is left comes last.
 */
const fixedFirst = (a: Route, b: Route): number => openness(a) - openness(b);
const openness = ({ pattern }: Route): number =>
  pattern.includes('*') ? Number.POSITIVE_INFINITY : pattern.split(':').length;

/** Answers a dispatcher: false when no route matches, else it has taken the request over. */
export function mount(routes: readonly Route[]) {
  const table = routes.toSorted(fixedFirst).map(mounted);
  return function dispatch(incoming: IncomingMessage, response: ServerResponse): boolean {
    const path = (incoming.url ?? '/').split('?', 1)[0] ?? '/';
    for (const entry of table) {
      const params = entry.match(path);
      if (params) {
        void answer(entry, params, incoming, response);
        return true;
      }
    }
    return false;
  };
}

async function answer(
  entry: Mounted,
  params: Record<string, string>,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const module = await entry.module();
    const result = await handle(module, params, toRequest(incoming, response));
    await sendResponse(result, response, incoming.method === 'HEAD');
  } catch (error) {
    log.error('answer failed', { path: incoming.url?.split('?', 1)[0], error });
    if (response.headersSent) response.destroy();
    else await sendResponse(problem(error, randomUUID()), response, false);
  }
}

async function handle(
  module: Record<string, unknown>,
  params: Record<string, string>,
  request: Request,
): Promise<Response> {
  const allowed = METHODS.filter((method) => typeof module[method] === 'function');
  const allow = [...(allowed.includes('GET') ? ['HEAD'] : []), ...allowed, 'OPTIONS'].join(', ');
  if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: { allow } });
  const handler = module[request.method === 'HEAD' ? 'GET' : request.method];
  if (typeof handler !== 'function') {
    const refused = problem(
      new BankError('method_not_allowed', 'This method is not served here.'),
      randomUUID(),
    );
    refused.headers.set('allow', allow);
    return refused;
  }
  return (handler as RouteHandler)(request, { params: Promise.resolve(params) });
}
