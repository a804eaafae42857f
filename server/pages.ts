/**
 * Next's pages. Each is sent in one piece and compressed once: Next has drawn all of a page before it writes the first
 * byte, and a flush for each chunk would cost a fifth of it. The pages that look the same to everybody who is not signed
 * in are kept as Next drew them first, and joined with a fresh nonce for each answer. A page that Redis failed is the 503 page.
 *
 * Compression tells secrets to whoever sees the size of many answers that repeat words of theirs (BREACH). Here no such
 * secret is in a page, since tokens and digests never are and each nonce is of one answer; and the session cookie,
 * SameSite=Lax, is not sent with the requests that another site can make in numbers.
 */
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { UNAVAILABLE_RETRY_SECONDS, unavailablePage } from '#app/_frame/unavailable-page.ts';
import { languageOf, themeChoice, themeOf } from '#lib/browser-choices.ts';
import { config } from '#lib/config.ts';
import { isNoted } from '#lib/http/at-work.ts';
import { freshNonce } from '#lib/http/security-headers.ts';
import type { Language } from '#lib/language.ts';
import { END_REASONS } from '#lib/sessions/reasons.ts';
import { cookieName } from '#lib/sign-in/cookie.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';
import type { Theme } from '#lib/theme.ts';
import { asCall, callsAction } from './action-calls.ts';
import { compressorFor } from './encodings.ts';
import type { Serve } from './http-server.ts';
import { headersOf } from './web.ts';

/** Documents, and what the router asks for between them. */
const PAGE = /^text\/(?:html|x-component)\b/;
/** Where the sign-in mostly leads back to. */
const NEXT = [null, '/overview', '/transactions', '/security', '/staff'];
/**
 * What may be kept, spelled as the bank's own redirects spell it. Nobody can fill this with other addresses, or have
 * text of theirs kept.
 */
const KEPT: ReadonlySet<string> = new Set([
  '/offline',
  ...NEXT.flatMap((next) => [undefined, 'ended', ...END_REASONS].map((reason) => signInPath(next, reason))),
]);

/** An answer of Next's, to be joined with the nonce of another request. */
type Kept = { headers: OutgoingHttpHeaders; body: string; nonce: string };

/** Serves pages by way of Next. */
export function servePages(next: Serve): Serve {
  const kept = new Map<string, Kept>();
  return async (request, response) => {
    const send = sender(request, response);
    const look = lookOf(request.headers);
    const name = isKept(request) && `${look.language} ${look.theme} ${request.url}`;
    const known = name && kept.get(name);
    if (known) return send(joined(known, response));
    if (name) forgetAsker(request.headers, look);
    const serve = (judge?: () => boolean) => {
      gather(response, judge !== undefined, (drawnBody) => {
        if (!judge?.()) whole(drawnBody);
      });
      return next(request, response);
    };
    const whole = (drawnBody: Buffer) => {
      const body = isUnavailable(request, response) ? becomeUnavailable(response, look) : drawnBody;
      const drawn = name && request.method === 'GET' && toKeep(response, body);
      if (drawn) kept.set(name, drawn);
      send(body);
    };
    await (callsAction(request) ? asCall(request, response, serve) : serve());
  };
}

/**
 * Whether Redis failed in the middle of a page or of an action's form. Next then answers a page of its own without a
 * word, or none.
 */
const isUnavailable = (request: IncomingMessage, response: ServerResponse): boolean =>
  response.statusCode === 500 && isNoted(headersOf(request), 'unavailable');

/** Makes of such an answer what proxy.tsx answers when Redis fails before the page; the policy's nonce stays. */
function becomeUnavailable(response: ServerResponse, { language, theme }: Look): Buffer {
  response.statusCode = 503;
  response.removeHeader('link');
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('retry-after', String(UNAVAILABLE_RETRY_SECONDS));
  return Buffer.from(unavailablePage(nonceOf(response) ?? '', language, theme));
}

const nonceOf = (response: ServerResponse): string | undefined =>
  /'nonce-([^']+)'/.exec(String(response.getHeader('content-security-policy')))?.[1];

const one = (value: string | string[] | undefined): string | null => value?.toString() ?? null;

/** Whether a request is for a page that may be kept, and from nobody: with a credential, or for the router, Next answers. */
function isKept({ method, url = '', headers }: IncomingMessage): boolean {
  if ((method !== 'GET' && method !== 'HEAD') || !KEPT.has(url)) return false;
  if (headers.authorization !== undefined || headers.cookie?.includes(`${cookieName()}=`)) return false;
  return !Object.keys(headers).some((name) => name === 'rsc' || name.startsWith('next-'));
}

type Look = { language: Language; theme: Theme };

function lookOf(headers: IncomingHttpHeaders): Look {
  const given = { get: (name: string) => one(headers[name]) };
  return { language: languageOf(given), theme: themeOf(given) };
}

/** Leaves Next nothing of a request but its address and look: no header of one person gets into what others see. */
function forgetAsker(headers: IncomingHttpHeaders, { language, theme }: Look): void {
  for (const name of Object.keys(headers)) delete headers[name];
  Object.assign(headers, {
    host: new URL(config().origin).host,
    accept: 'text/html',
    'accept-language': language,
    cookie: `${themeChoice.cookieName()}=${theme}`,
  });
}

/** Null for an answer that is no page like all others, or whose nonce is not known. */
function toKeep(response: ServerResponse, body: Buffer): Kept | null {
  const { connection: _, ...headers } = response.getHeaders();
  const nonce = nonceOf(response);
  if (response.statusCode !== 200 || headers['set-cookie'] || nonce === undefined) return null;
  return { headers, body: body.toString(), nonce };
}

function joined({ headers, body, nonce }: Kept, response: ServerResponse): Buffer {
  const fresh = freshNonce();
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, String(value).replaceAll(nonce, fresh));
  }
  return Buffer.from(body.replaceAll(nonce, fresh));
}

/**
 * Sends a whole body in the cheapest encoding that the request takes. A link on another site, or in a mail, must not
 * empty what a browser stored of ours: only a request that began here may. Made before anything changes the request.
 */
function sender({ headers }: IncomingMessage, response: ServerResponse): (body: Buffer) => void {
  const compressor = compressorFor(headers['accept-encoding']);
  const ownSite = headers['sec-fetch-site'] === 'same-origin';
  return (body) => {
    if (!ownSite) response.removeHeader('clear-site-data');
    response.appendHeader('vary', 'Accept-Encoding');
    if (body.length === 0) return void response.end();
    if (compressor) response.setHeader('content-encoding', compressor.encoding);
    const sent = compressor ? compressor.compress(body) : body;
    response.setHeader('content-length', sent.length);
    response.end(sent);
  };
}

/** Holds a page back until it is whole, and what is none where `all` says so; else that goes out as it comes. */
function gather(response: ServerResponse, all: boolean, whole: (body: Buffer) => void): void {
  const { write, end, flushHeaders } = response;
  const chunks: Uint8Array[] = [];
  const isPage = () =>
    !response.headersSent && (all || PAGE.test(String(response.getHeader('content-type'))));
  const hold = (chunk: unknown) => {
    if (typeof chunk === 'string') chunks.push(Buffer.from(chunk));
    else if (chunk instanceof Uint8Array) chunks.push(chunk);
  };
  response.flushHeaders = () => isPage() || flushHeaders.call(response);
  response.write = (...args: unknown[]) => {
    if (!isPage()) return Reflect.apply(write, response, args);
    hold(args[0]);
    return true;
  };
  response.end = (...args: unknown[]) => {
    Object.assign(response, { write, end, flushHeaders });
    if (!isPage()) return Reflect.apply(end, response, args);
    hold(args[0]);
    whole(Buffer.concat(chunks));
    return response;
  };
}
