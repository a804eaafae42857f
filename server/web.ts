/** Between node:http and the standard Request and Response of route handlers. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { config } from '#lib/config.ts';

const BODILESS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function toHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (Array.isArray(value)) for (const one of value) headers.append(name, one);
    else if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

/** The request as a handler takes it; its signal aborts when the client goes away before the answer is complete. */
export function toRequest(incoming: IncomingMessage, response: ServerResponse): Request {
  const { method = 'GET', url = '/' } = incoming;
  const gone = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const init: RequestInit & { duplex?: 'half' } = {
    method,
    headers: toHeaders(incoming),
    signal: gone.signal,
  };
  if (!BODILESS.has(method)) {
    init.body = Readable.toWeb(incoming) as ReadableStream<Uint8Array>;
    init.duplex = 'half';
  }
  return new Request(config().origin + url, init);
}

/** Sends a handler's answer: whole where it is data, as it comes and no faster than the client reads where not. */
export async function sendResponse(
  answer: Response,
  response: ServerResponse,
  headOnly: boolean,
): Promise<void> {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  if (headOnly || !answer.body) {
    await answer.body?.cancel();
    response.end();
    return;
  }
  if (/json/.test(answer.headers.get('content-type') ?? '')) {
    const whole = Buffer.from(await answer.arrayBuffer());
    response.setHeader('content-length', whole.byteLength);
    response.end(whole);
    return;
  }
  await pump(answer.body, response);
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
