/** The node:http server: limits and time-outs against slow or broken clients, and the order of an orderly end. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { withDeadline } from '#lib/deadline.ts';
import { type Answer, problem } from '#lib/http/answer.ts';
import { atWork, WORK_HEADER } from '#lib/http/at-work.ts';
import { log } from '#lib/log.ts';
import { addressOf } from '#lib/sessions/device.ts';
import { sourceOf } from '#lib/sign-in/throttle.ts';
import { SECOND } from '#lib/time.ts';
import { connectionMeasure, watch } from './answered.ts';
import { clientAddress, type Trust } from './client-address.ts';
import { hasBoundedBody, otherSpelling, screen } from './screen.ts';
import { headersOf, sendAnswer } from './web.ts';

/** Resolves when the answer is made. */
export type Serve = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Node's defaults let a slow client hold a socket for minutes, and any client hold any number. */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10 * SECOND,
  requestTimeout: 20 * SECOND,
  keepAliveTimeout: 10 * SECOND,
  connectionsCheckingInterval: 2 * SECOND,
  requireHostHeader: true,
} as const;

/** Without a byte that was sent or taken: an answer that is not read ends, however large. */
const SILENCE_MS = 30 * SECOND;
const MAX_CONNECTIONS = 10_000;
const MAX_OF_AN_ADDRESS = 512;
const LOOPBACK = /^(?:127\.|::1$)/;

/** `serve` answers by `sendAnswer`, or lets another answer after `guard`: every answer carries the security headers. */
export function makeServer(serve: Serve, trust: Trust): Server {
  const server = createServer(LIMITS, (request, response) => void guarded(request, response));
  // Node leaves out what is beyond a count without a word; the size bounds the number as well.
  server.maxHeadersCount = 0;
  server.timeout = SILENCE_MS;
  server.maxConnections = MAX_CONNECTIONS;
  server.on('drop', () => {
    connectionMeasure.tell('all');
    log.folded('connections are closed: there are too many');
  });
  server.on('connection', boundByAddress(trust));
  // CONNECT asks for a tunnel, and no protocol but HTTP is spoken here.
  server.on('connect', (_, socket) => socket.destroy());
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy();
    const status =
      error.code === 'HPE_HEADER_OVERFLOW'
        ? '431 Request Header Fields Too Large'
        : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
          ? '408 Request Timeout'
          : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });

  async function guarded(request: IncomingMessage, response: ServerResponse): Promise<void> {
    watch(request, response);
    // Once the server stops listening, connections end with the answer they are waiting for.
    if (!server.listening) response.setHeader('Connection', 'close');
    try {
      screen(request, trust);
      const elsewhere = otherSpelling(request);
      if (elsewhere !== null) return void sendAnswer(movedTo(elsewhere), response);
      await atWork(sourceOf(addressOf(headersOf(request))), (name) => {
        request.headers[WORK_HEADER] = name;
        return untilClosed(request.socket, serve(request, response));
      });
    } catch (error) {
      refuse(error, request, response);
    }
  }
  return server;
}

const waiting = new WeakMap<Socket, Set<() => void>>();

/**
 * Resolves with `work`, or when its connection is closed: whoever writes an answer may wait for ever for one that nobody
 * takes. One listener a connection, however many requests it carries.
 */
async function untilClosed(socket: Socket, work: void | Promise<void>): Promise<void> {
  if (!(work instanceof Promise)) return;
  let ends = waiting.get(socket);
  if (!ends) {
    const all = new Set<() => void>();
    socket.once('close', () => {
      for (const end of all) end();
    });
    waiting.set(socket, all);
    ends = all;
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  ends.add(resolve);
  try {
    await Promise.race([work, promise]);
  } finally {
    ends.delete(resolve);
  }
}

/** Ends a connection of an address that has many. Behind a proxy and on this machine one address is many clients. */
function boundByAddress(trust: Trust): (socket: Socket) => void {
  const open = new Map<string, number>();
  return (socket) => {
    const address = clientAddress(socket.remoteAddress, undefined, trust);
    if (trust(address) || LOOPBACK.test(address)) return;
    const source = sourceOf(address);
    const count = (open.get(source) ?? 0) + 1;
    if (count > MAX_OF_AN_ADDRESS) {
      connectionMeasure.tell('address');
      log.folded('connections are closed: one address has too many', { address });
      return void socket.destroy();
    }
    open.set(source, count);
    socket.once('close', () => {
      const left = (open.get(source) ?? 0) - 1;
      if (left > 0) open.set(source, left);
      else open.delete(source);
    });
  };
}

function refuse(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) {
    log.error('answer failed', { error });
    response.destroy();
    return;
  }
  // A small body is read and forgotten once the answer is complete: a client that is still sending it would meet a
  // closed line and never hear the answer. A large one is not read: the connection ends instead.
  if (!hasBoundedBody(request)) response.setHeader('Connection', 'close');
  void sendAnswer(problem(error, randomUUID()), response);
}

const movedTo = (location: string): Answer => ({
  status: 307,
  headers: { location, 'cache-control': 'no-store' },
  cookies: [],
  body: null,
});

/** Resolves when listening; rejects with the system's error, EADDRINUSE above all. */
export const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * Stops listening and waits for the requests under way, at most `limitMs`; what is left then is cut off. Connections
 * that changed their protocol (development's reloads) are no longer the server's to close: they end with the process.
 */
export async function drain(servers: readonly Server[], limitMs: number): Promise<void> {
  const closed = servers.map(
    (server) =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  );
  await withDeadline(Promise.all(closed), limitMs).catch(() => {
    for (const server of servers) server.closeAllConnections();
  });
}
