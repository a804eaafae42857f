/**
 * The shape of every route handler: parse → authorise → one call → shape. This file owns what all of them share:
 * the cross-origin rule, reading bodies and query strings, and the translation of errors to problem documents.
 * It takes and answers standard objects and imports nothing of the framework.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { config } from '#lib/config.ts';
import { BankError, toBankError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';

export const MAX_BODY_BYTES = 16 * 1024;
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export type RouteContext<Params = Record<string, string>> = { params: Promise<Params> };
export type RouteHandler<Params = Record<string, string>> = (
  request: Request,
  context: RouteContext<Params>,
) => Promise<Response>;

/**
 * Wraps a handler: refuses cross-origin state changes before the handler sees them, turns what it throws into
 * `application/problem+json`, and forbids caching of whatever it answers unless it said otherwise.
 */
export function route<Params = Record<string, string>>(
  handler: (request: Request, params: Params) => Promise<Response>,
): RouteHandler<Params> {
  return async (request, context) => {
    const requestId = randomUUID();
    try {
      refuseTokenInUrl(request.url);
      requireSameOrigin(request.method, request.headers);
      const response = await handler(request, await context.params);
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
      response.headers.set('x-request-id', requestId);
      return response;
    } catch (error) {
      return problem(error, requestId, request);
    }
  };
}

/**
 * Refuses a state change that a browser started from another origin. `Sec-Fetch-Site` is set by the browser and
 * cannot be forged by a page; `Origin` covers older ones, `null` included. A request with neither header is no
 * browser's and passes, as in Go's net/http CrossOriginProtection. Server actions call this themselves.
 */
export function requireSameOrigin(method: string, headers: Headers): void {
  if (SAFE_METHODS.has(method)) return;
  const site = headers.get('sec-fetch-site');
  const origin = headers.get('origin');
  const foreignSite = site !== null && site !== 'same-origin' && site !== 'none';
  const foreignOrigin = origin !== null && origin !== config().origin;
  if (foreignSite || foreignOrigin) {
    throw new BankError('cross_origin', 'This request came from another site and was refused.');
  }
}

/** `<user tag>.<session id>.<secret>`, as in a session's token. */
const TOKEN_SHAPE = /[A-Za-z0-9_-]{22}(?:\.|%2e)[A-Za-z0-9_-]{22}(?:\.|%2e)[A-Za-z0-9_-]{43}/i;

/** URLs end up in logs, histories and referrers: a token in one is refused even though it would not be read. */
export function refuseTokenInUrl(url: string): void {
  if (TOKEN_SHAPE.test(url)) throw new BankError('bad_token', 'A token does not belong in a URL.');
}

/** A JSON answer; `no-store` is added by `route`. */
export const json = (body: unknown, init: ResponseInit = {}): Response =>
  new Response(JSON.stringify(body), {
    ...init,
    headers: { 'content-type': 'application/json; charset=utf-8', ...init.headers },
  });

/**
 * A body that is made while it is sent: a piece is asked for when the client has taken the one before, and the work
 * ends with the client. `check` comes before every piece but the first and may throw. What fails before the first
 * piece is thrown from here; later, the body breaks off, since an answer that lacks its end must not look whole.
 */
export async function fileStream(
  pieces: AsyncGenerator<string, void>,
  check: () => Promise<unknown>,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string, void> | null = await pieces.next();
  return new ReadableStream(
    {
      async pull(controller) {
        if (next === null) await check();
        const piece = next ?? (await pieces.next());
        next = null;
        if (piece.done) controller.close();
        else controller.enqueue(encoder.encode(piece.value));
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

export const noContent = (headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 204, headers });

/** 302 to a path of ours. */
export const redirect = (path: string, headers: Record<string, string> = {}): Response =>
  new Response(null, { status: 302, headers: { location: path, ...headers } });

/** Reads and checks a JSON body. 415 for another type, 413 over the limit, 400 for bad UTF-8, JSON, types or fields. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new BankError('unsupported_media_type', 'Send a JSON body with content-type application/json.');
  }
  const text = await readText(request);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BankError('bad_request', 'The body is not valid JSON.');
  }
  return check(schema, value);
}

/** Reads and checks a form as browsers send it without files. Refuses as `readJson` does, and a field given twice. */
export async function readForm<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers.get('content-type') ?? '')) {
    throw new BankError('unsupported_media_type', 'Send a form as application/x-www-form-urlencoded.');
  }
  return check(schema, readParams(await readText(request)));
}

/** Reads a body as strict UTF-8, at most MAX_BODY_BYTES, counting as it arrives rather than trusting a length. */
export async function readText(request: Request): Promise<string> {
  const tooLarge = () => new BankError('too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
  // Refused before a byte is read: leaving a body in the middle would end the connection before the answer.
  if (Number(request.headers.get('content-length')) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(Buffer.concat(chunks));
  } catch {
    throw new BankError('bad_request', 'The body is not valid UTF-8.');
  }
}

/** Reads and checks the query string. A name given twice, or one the (strict) schema does not know, is a 400. */
export function readQuery<Schema extends z.ZodType>(request: Request, schema: Schema): z.output<Schema> {
  return check(schema, readParams(new URL(request.url).search.slice(1)));
}

/** For requests that take no parameters. */
export const noQuery = z.strictObject({});

/** `a=1&b=2`. What is not escaped UTF-8 is refused: the platform's own parser would let it through as U+FFFD. */
function readParams(text: string): Record<string, string> {
  try {
    decodeURIComponent(text);
  } catch {
    throw new BankError('bad_request', 'A parameter is not well-formed.');
  }
  const params = new URLSearchParams(text);
  const names = [...params.keys()];
  if (new Set(names).size < names.length) {
    throw new BankError('bad_request', 'A parameter was given twice.');
  }
  return Object.fromEntries(params);
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = Object.fromEntries(
    parsed.error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]),
  );
  throw new BankError('bad_request', 'The request has fields that are missing, unknown or wrong.', {
    fields,
  });
}

/** RFC 9457: `application/problem+json` with a stable `code` and the request id; causes go to the log alone. */
export function problem(error: unknown, requestId: string, request?: Request): Response {
  const known = toBankError(error);
  const { retryAfterSeconds, fields, reason, cause } = known.extras;
  // A prober asks often; what is missing is logged by who found it, once.
  if (known.status >= 500 && known.code !== 'starting') {
    const path = request && new URL(request.url).pathname.replace(TOKEN_SHAPE, '[token]');
    const asked = { requestId, code: known.code, method: request?.method, path };
    if (known.code === 'internal') log.error('request failed', { ...asked, cause: cause ?? known });
    // Every request of an outage fails alike: a stack each would drown what else is said.
    else log.warn('request failed', { ...asked, cause: cause instanceof Error ? cause.message : undefined });
  }
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
    'x-request-id': requestId,
  };
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(retryAfterSeconds);
  if (known.status === 401) headers['www-authenticate'] = 'Bearer';
  const body = {
    type: 'about:blank',
    title: known.message,
    status: known.status,
    code: known.code,
    requestId,
    fields,
    reason,
  };
  return new Response(JSON.stringify(body), { status: known.status, headers });
}
