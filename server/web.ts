/** Between node:http and the contracts of endpoints. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import type { Answer } from '#lib/http/answer.ts';
import type { Received } from '#lib/http/contract.ts';
import type { RequestHeaders } from '#lib/http/read-request.ts';
import { securityHeaders } from '#lib/http/security-headers.ts';
import { noteRequestId } from './answered.ts';

/** A view of the headers as Node has them. */
export const headersOf = ({ headers }: IncomingMessage): RequestHeaders => ({
  get(name) {
    const value = headers[name];
    return Array.isArray(value) ? value.join(', ') : (value ?? null);
  },
  has: (name) => headers[name] !== undefined,
});

/** The request for a contract. An unread body does not close the connection. */
export const receivedRequest = (incoming: IncomingMessage): Received => ({
  method: incoming.method ?? 'GET',
  url: incoming.url ?? '/',
  headers: headersOf(incoming),
  get body() {
    return incoming.iterator({ destroyOnReturn: false });
  },
});

/** For an answer that another writes: sets the headers that every answer carries. */
export function guard(response: ServerResponse): void {
  for (const [name, value] of Object.entries(securityHeaders())) response.setHeader(name, value);
}

/** Sends an answer, its head at once. Resolves when a body that is made while it is sent is done. */
export async function sendAnswer(
  { status, headers, cookies, body }: Answer,
  response: ServerResponse,
  headOnly = false,
): Promise<void> {
  const all: Record<string, string | number | readonly string[]> = { ...securityHeaders(), ...headers };
  if (cookies.length > 0) all['set-cookie'] = cookies;
  if (typeof body === 'string' && !headOnly) all['content-length'] = Buffer.byteLength(body);
  noteRequestId(response, headers['x-request-id']);
  response.writeHead(status, all as Record<string, string | number | string[]>);
  if (typeof body !== 'function') {
    response.end(headOnly ? undefined : (body ?? undefined));
    return;
  }
  if (headOnly) {
    response.end();
    return body(new PassThrough().destroy());
  }
  // A stream may have nothing to say yet; its client wants to know now that it is open.
  response.flushHeaders();
  return body(response);
}
