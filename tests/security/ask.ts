/** Requests as an attacker makes them: any method, any header, any spelling of a path, and no redirect followed. */
import http from 'node:http';
import net from 'node:net';
import { text as textOf } from 'node:stream/consumers';

export type Asked = {
  method?: string;
  headers?: Record<string, string | string[]>;
  body?: string | Buffer;
  /** For answers without an end: this many bytes are enough. */
  maxBytes?: number;
};

export type Answer = {
  status: number;
  headers: http.IncomingHttpHeaders;
  cookies: string[];
  text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
  json: any;
};

/** A web process: where it listens, and the origin that its configuration names. */
export type Web = { port: number; origin: string };

export async function ask(web: Web, path: string, asked: Asked = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body, maxBytes = Number.POSITIVE_INFINITY } = asked;
  const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const request = http.request({
    host: '127.0.0.1',
    port: web.port,
    path,
    method,
    agent: false,
    setHost: false,
    headers: { host: new URL(web.origin).host, ...length, ...headers },
  });
  const answered = new Promise<http.IncomingMessage>((resolve, reject) => {
    request.once('response', resolve).once('error', reject);
  });
  request.end(body);
  const response = await answered;
  // A body that is refused unread may be on its way when the connection ends; the answer is here by then.
  request.on('error', () => undefined);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  request.destroy();
  const text = Buffer.concat(chunks).toString();
  const isJson = /json/.test(response.headers['content-type'] ?? '');
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    text,
    cookies: response.headers['set-cookie'] ?? [],
    json: isJson && text !== '' ? parsed(text, bytes >= maxBytes) : undefined,
  };
}

/** An answer that was left in the middle need not be whole. */
function parsed(text: string, left: boolean): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (left) return undefined;
    throw error;
  }
}

/** Sends bytes as they are, and answers what came back until the end. */
export async function askRaw(web: Web, bytes: string | Buffer): Promise<string> {
  const socket = net.connect(web.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  return textOf(socket);
}

export const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

/** `name=value` of the first cookie that an answer sets. */
export const pairOf = ({ cookies: [first = ''] }: Answer): string => first.split(';')[0] ?? '';
