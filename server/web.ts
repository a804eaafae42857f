/** Between node:http and the contracts of endpoints. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from '#lib/http/answer.ts';
import type { Received } from '#lib/http/contract.ts';

export function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (Array.isArray(value)) for (const one of value) headers.append(name, one);
    else if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

/** The request for a contract. An unread body does not close the connection. */
export const receivedRequest = (incoming: IncomingMessage): Received => ({
  method: incoming.method ?? 'GET',
  url: incoming.url ?? '/',
  headers: toHeaders(incoming),
  body: incoming.iterator({ destroyOnReturn: false }),
});

/** Sends an answer: text whole, a stream as it comes and no faster than the client reads. */
export async function sendAnswer(
  { status, headers, cookies, body }: Answer,
  response: ServerResponse,
  headOnly = false,
): Promise<void> {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (body instanceof ReadableStream) {
    if (!headOnly) return pump(body, response);
    await body.cancel();
  } else if (body !== null && !headOnly) {
    response.setHeader('content-length', Buffer.byteLength(body));
    response.write(body);
  }
  response.end();
}

async function pump(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = body.getReader();
  const onClose = () => void reader.cancel().catch(() => {});
  response.once('close', onClose);
  // A stream may have nothing to say yet; its client wants to know now that it is open.
  response.flushHeaders();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || response.destroyed) break;
      if (!response.write(value)) await drained(response);
    }
    response.end();
  } catch {
    // The headers are out: an answer that broke off must not look complete.
    response.destroy();
  } finally {
    response.off('close', onClose);
  }
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      response.off('drain', done);
      response.off('close', done);
      resolve();
    };
    response.once('drain', done);
    response.once('close', done);
  });
