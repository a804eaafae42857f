/** The server of the bank in this process, with its own handlers and without Next, on a port of its own. */
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { config } from '#lib/config.ts';
import { findRoutes } from '#lib/http/router.ts';
import { makeServer, type Serve } from '#server/http-server.ts';
import { type Around, mount } from '#server/mount.ts';
import { guard } from '#server/web.ts';
import { APP } from '#tests/setup/endpoints.ts';

export type Asked = {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
};

export type Answer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  json: any;
};

/** What a test finds in place of Next's pages. */
const pages: Serve = (_, response) => void response.writeHead(404).end('a page');

/** `serve` answers what no route takes; all that is asked for when there are no routes. */
export async function startServing(
  serve: Serve = pages,
  trust = (_: string) => false,
  routes = findRoutes(APP),
  around?: Around,
) {
  const dispatch = mount(routes, around);
  const server = makeServer((request, response) => {
    const answering = dispatch(request, response);
    if (answering) return answering;
    // As server/main.ts does for Next.
    guard(response);
    return serve(request, response);
  }, trust);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  /** Sends a request as the configured host, whatever port this is. */
  function open(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
    const given = { host: new URL(config().origin).host, ...headers };
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = http.request({
      host: '127.0.0.1',
      port,
      path,
      method,
      agent: false,
      headers: { ...length, ...given },
    });
    const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve).once('error', reject);
    });
    request.end(body);
    return { request, answered };
  }

  async function ask(path: string, asked: Asked = {}): Promise<Answer> {
    const response = await open(path, asked).answered;
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const isJson = /json/.test(response.headers['content-type'] ?? '');
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text,
      json: isJson && text !== '' ? JSON.parse(text) : undefined,
    };
  }

  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { server, port, ask, open, stop };
}

export type Serving = Awaited<ReturnType<typeof startServing>>;
