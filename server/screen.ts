/** Refuses or corrects requests before any handler or page sees them. */
import type { IncomingMessage } from 'node:http';
import { config } from '#lib/config.ts';
import { BankError } from '#lib/errors.ts';
import { refuseTokenInUrl } from '#lib/http/origin.ts';
import { clientAddress, type Trust } from './client-address.ts';

const MAX_REQUEST_BYTES = 64 * 1024;
const MAX_URL_CHARS = 8 * 1024;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Ours to set; a client that sends one is lying. `x-middleware-…` has let requests around Next's gate before. */
const FORGEABLE =
  /^(?:forwarded|x-forwarded-.*|x-real-ip|x-redisbank-.*|x-nonce|x-middleware-.*|content-security-policy)$/;
const PREFETCHES = ['next-router-prefetch', 'next-router-segment-prefetch'];

/** Throws a BankError for a request that must go no further. Its headers hold nothing forged afterwards, either way. */
export function screen(request: IncomingMessage, trust: Trust): void {
  const { url = '', headers } = request;
  const forwardedFor = headers['x-forwarded-for'];
  const address = clientAddress(request.socket.remoteAddress, String(forwardedFor ?? ''), trust);
  for (const name of Object.keys(headers)) if (FORGEABLE.test(name)) delete headers[name];
  headers['x-redisbank-address'] = address;
  refuseBrokenUrl(url);
  refuseTokenInUrl(url);
  // Node keeps the first of several; whoever is in front of us may have gone by another (RFC 9112, 3.2).
  if (hostsIn(request) > 1) throw notOurHost();
  refuseForeignHost(headers.host);
  refuseLargeBody(request);
  // Next hides its own prefetch headers from proxy and pages; what is no activity must stay told apart.
  if (PREFETCHES.some((name) => headers[name] !== undefined)) headers['x-activity'] = 'background';
}

function refuseBrokenUrl(url: string): void {
  const path = url.split('?', 1)[0] ?? '';
  // `//host`, `/\host` and absolute forms are read as other sites further in; NUL and bad escapes as anything.
  const broken = !path.startsWith('/') || /^\/[/\\]|\\|%00|%5c|%(?![0-9a-f]{2})/i.test(path);
  if (broken || url.length > MAX_URL_CHARS)
    throw new BankError('bad_request', 'This address is not well-formed.');
  try {
    decodeURIComponent(path);
  } catch {
    throw new BankError('bad_request', 'This address is not valid UTF-8.');
  }
}

/**
 * A name that is not ours, pointed at us, is how a page elsewhere reads a server on loopback (DNS rebinding). With
 * --lan, addresses pass too: rebinding needs a name.
 */
function refuseForeignHost(host = ''): void {
  const { lan } = config();
  const own = ownAddress();
  if (host.toLowerCase() === own.host) return;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const port = /:(\d+)$/.exec(host)?.[1] ?? (own.protocol === 'https:' ? '443' : '80');
  const samePort = port === (own.port || (own.protocol === 'https:' ? '443' : '80'));
  const loopback = LOOPBACK.has(name) && (LOOPBACK.has(own.hostname) || lan) && samePort;
  const addressInLan = lan && samePort && /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])$/.test(name);
  if (!loopback && !addressInLan) throw notOurHost();
}

let address: URL | undefined;

/** The configured origin, parsed once. */
function ownAddress(): URL {
  address ??= new URL(config().origin);
  return address;
}

function hostsIn({ rawHeaders }: IncomingMessage): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (/^host$/i.test(rawHeaders[at] ?? '')) count += 1;
  return count;
}

const notOurHost = () => new BankError('bad_request', 'This host is not served here.');

/** Whether we would read the body to its end. */
export const hasBoundedBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) <= MAX_REQUEST_BYTES;

/** Bodies are small here, and their length is told: browsers do, and so do clients. */
function refuseLargeBody(request: IncomingMessage): void {
  const { headers, method } = request;
  const length = Number(headers['content-length'] ?? 0);
  const unsized = headers['transfer-encoding'] !== undefined;
  const bodiless = method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
  if (bodiless && (length > 0 || unsized)) throw new BankError('bad_request', 'This method takes no body.');
  if (!hasBoundedBody(request)) {
    throw new BankError('too_large', `Send at most ${MAX_REQUEST_BYTES} bytes, with their length.`);
  }
}

/** The redirect target for another spelling of our host, or null: cookies belong to one spelling. */
export function otherSpelling({ method, headers, url = '/' }: IncomingMessage): string | null {
  if (method !== 'GET' || headers.host?.toLowerCase() === ownAddress().host) return null;
  if (/^\/(?:api|_next)\//.test(url) || !headers.accept?.includes('text/html')) return null;
  return config().origin + url;
}
