/**
 * Calls of server actions. Anybody may make one by hand, with any body; what Next cannot read of it is a 500 with a
 * stack in the log. Here a call that no action of ours took is the caller's fault: 400, and a line in the log.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BankError } from '#lib/errors.ts';
import { problem } from '#lib/http/answer.ts';
import { isNoted } from '#lib/http/at-work.ts';
import { log } from '#lib/log.ts';
import { headersOf, sendAnswer } from './web.ts';

/** What the framework printed waits until it is known whose fault it tells of. */
type Call = { waiting: (() => void)[]; fault: 'unknown' | 'ours' | 'the caller’s' };

const calls = new AsyncLocalStorage<Call>();

export const callsAction = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' &&
  (headers['next-action'] !== undefined || /^multipart\//i.test(headers['content-type'] ?? ''));

/** Runs `print`, or lets it wait for what the call under way turns out to be. */
export function printOfCall(print: () => void): void {
  const call = calls.getStore();
  if (!call || call.fault === 'ours') print();
  else if (call.fault === 'unknown') call.waiting.push(print);
}

/** Runs `serve`, which calls `judge` when the answer is made: true when that was refused here instead. */
export async function asCall(
  request: IncomingMessage,
  response: ServerResponse,
  serve: (judge: () => boolean) => void | Promise<void>,
): Promise<void> {
  const call: Call = { waiting: [], fault: 'unknown' };
  const judge = (): boolean => {
    const unread = response.statusCode >= 400 && !isNoted(headersOf(request), 'taken');
    call.fault = unread ? 'the caller’s' : 'ours';
    const waiting = call.waiting.splice(0);
    if (!unread) for (const print of waiting) print();
    else log.info('a call of an action was not one', { status: response.statusCode, lines: waiting.length });
    if (!unread || response.statusCode < 500) return false;
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    const error = new BankError('bad_request', 'This is no call of an action of this site.');
    void sendAnswer(problem(error, randomUUID()), response);
    return true;
  };
  await calls.run(call, () => serve(judge));
}
