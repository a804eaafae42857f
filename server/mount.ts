/** Endpoints mounted directly: no framework between node:http and the contract, about ten times the throughput. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BankError } from '#lib/errors.ts';
import { type Answer, problem } from '#lib/http/answer.ts';
import { answerTo, METHODS, type Params } from '#lib/http/contract.ts';
import { compile, type Route } from '#lib/http/router.ts';
import { log } from '#lib/log.ts';
import { nameRoute } from './answered.ts';
import { receivedRequest, sendAnswer } from './web.ts';

type Handle = () => Promise<Answer>;
export type Around = (handle: Handle) => Promise<Answer>;

/**
 * Answers a dispatcher: null when no route matches, else it has taken the request over and resolves when it is answered.
 * `handled` stands around each answer.
 */
export function mount(routes: readonly Route[], handled: Around = (handle) => handle()) {
  const find = compile(routes);
  return function dispatch(incoming: IncomingMessage, response: ServerResponse): Promise<void> | null {
    const found = find((incoming.url ?? '/').split('?', 1)[0] ?? '/');
    if (!found) return null;
    nameRoute(response, found.target.pattern);
    const { target, params } = found;
    return answer(() => handled(() => handle(target, params, incoming)), incoming, response);
  };
}

async function answer(handled: Handle, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await sendAnswer(await handled(), response, incoming.method === 'HEAD');
  } catch (error) {
    log.error('answer failed', { path: incoming.url?.split('?', 1)[0], error });
    if (response.headersSent) response.destroy();
    else await sendAnswer(problem(error, randomUUID()), response);
  }
}

async function handle({ load }: Route, params: Params, incoming: IncomingMessage): Promise<Answer> {
  const endpoints = await load();
  const requested = incoming.method === 'HEAD' ? 'GET' : incoming.method;
  const served = METHODS.find((method) => method === requested);
  const contract = served && endpoints[served]?.contract;
  if (contract) return answerTo(contract, receivedRequest(incoming), params);
  const allowed = METHODS.filter((method) => endpoints[method]);
  const allow = [...(allowed.includes('GET') ? ['HEAD'] : []), ...allowed, 'OPTIONS'].join(', ');
  if (requested === 'OPTIONS') return { status: 204, headers: { allow }, cookies: [], body: null };
  const refused = problem(
    new BankError('method_not_allowed', 'This method is not served here.'),
    randomUUID(),
  );
  return { ...refused, headers: { ...refused.headers, allow } };
}
