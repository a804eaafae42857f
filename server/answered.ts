/** Tells of every request, once it is over, by which route it was answered, how and how long it took. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { measure } from '#lib/measures.ts';

export type Answered = {
  /** A pattern, never the path: it holds nothing of anybody's, and there are few. */
  route: string;
  method: string;
  /** 499 when the client was gone before. */
  status: number;
  /** That of our own answers. */
  requestId: string | undefined;
  /** To the last byte; of a live stream, how long it was open. */
  tookMs: number;
  request: IncomingMessage;
};

export const answeredMeasure = measure<Answered>('answered');
/** A connection was closed before its request: whose bound it met. */
export const connectionMeasure = measure<'address' | 'all'>('connection');

const CLIENT_GONE = 499;
const ROUTE = Symbol('route');
const REQUEST_ID = Symbol('request id');
type Routed = ServerResponse & { [ROUTE]?: string; [REQUEST_ID]?: string };

export function nameRoute(response: Routed, pattern: string): void {
  response[ROUTE] = pattern;
}

/** Node forgets the headers that it is given with the status. */
export function noteRequestId(response: Routed, id: string | undefined): void {
  response[REQUEST_ID] = id;
}

/** Call before the request is looked at: what is refused is told, too. */
export function watch(request: IncomingMessage, response: Routed): void {
  if (!answeredMeasure.isHeard()) return;
  const fromMs = performance.now();
  // Not by `once`, which takes the listener away again for nothing: the response ends here.
  response.on('close', () =>
    answeredMeasure.tell({
      route: response[ROUTE] ?? 'none',
      method: request.method ?? '',
      status: response.headersSent ? response.statusCode : CLIENT_GONE,
      requestId: response[REQUEST_ID],
      tookMs: performance.now() - fromMs,
      request,
    }),
  );
}
