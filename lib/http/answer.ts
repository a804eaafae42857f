/**
 * What an endpoint answers, as plain values for node:http and for Next. A handler returns the JSON body, or a `Reply`
 * when it needs headers, cookies or another status.
 */
import { PassThrough, type Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { z } from 'zod';
import { answeredError, ERROR_STATUS, type ErrorCode } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { logFailure } from '#lib/log-failure.ts';
import { withoutToken } from './origin.ts';

export type Answer = {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  /** `Set-Cookie` values. */
  cookies: readonly string[];
  /** Text is sent whole. */
  body: string | Streamed | null;
};

/**
 * Writes a body into `sink` as it comes, no faster than `write` and 'drain' say, and ends it; or destroys it, since what
 * broke off must not look complete. Stops when the sink closes. A sink that is closed from the start, of a HEAD, is one.
 * Resolves when there is no more work to do for it.
 */
export type Streamed = (sink: Writable) => void | Promise<void>;

export type ReplyParts = {
  headers?: Record<string, string>;
  /** `Set-Cookie` values. */
  cookies?: readonly string[];
};

/** A described answer. `json` is the body of the contract's success status. */
export class Reply<Json> {
  readonly json: Json;
  readonly parts: ReplyParts & { status?: number; content?: Answer['body'] };

  constructor(json: Json, parts: Reply<Json>['parts']) {
    this.json = json;
    this.parts = parts;
  }
}

/** The JSON body with headers or cookies; `undefined` where the contract answers 204. */
export const reply = <Json>(json: Json, parts: ReplyParts): Reply<Json> => new Reply(json, parts);

/** 202 with the JSON body of 200: what was asked is not done yet. */
export const accepted = <Json>(json: Json): Reply<Json> => new Reply(json, { status: 202 });

/** A body that is not JSON. */
export const content = (type: string, body: string | Streamed, parts: ReplyParts = {}) =>
  new Reply<never>(undefined as never, {
    ...parts,
    content: body,
    headers: { 'content-type': type, ...parts.headers },
  });

/** 302 to a path of ours. */
export const redirect = (path: string, parts: ReplyParts = {}) =>
  new Reply<never>(undefined as never, {
    ...parts,
    status: 302,
    content: null,
    headers: { location: path, ...parts.headers },
  });

/** RFC 9457, with a stable `code`. Every refusal has this body. */
export const problemSchema = z
  .strictObject({
    type: z.literal('about:blank'),
    title: z.string().describe('A sentence for people.'),
    status: z.number().int(),
    code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]).describe('Stable; switch on it.'),
    requestId: z.string(),
    fields: z.record(z.string(), z.string()).optional().describe('Faults by field.'),
    reason: z.string().optional().describe('Why a session ended.'),
    availableMinor: z.number().int().optional().describe('Of `not_enough`: what there is, in minor units.'),
    limitMinor: z.number().int().optional().describe('Of a payment over a limit: the limit, in minor units.'),
    renewsAt: z.number().int().optional().describe('Of `over_day_limit`: when it begins anew.'),
    name: z.string().optional().describe('Of `name_close`: the holder’s name.'),
  })
  .meta({ id: 'Problem' });

/** Turns anything thrown into `application/problem+json` with the request id. Causes go to the log alone. */
export function problem(
  error: unknown,
  requestId: string,
  received?: { method: string; url: string },
): Answer {
  const known = answeredError(error);
  const { retryAfterSeconds, fields, reason, facts, cause } = known.extras;
  // Probers call often; readiness itself logs what is missing, once.
  if (known.status >= 500 && known.code !== 'starting') {
    const path = received && withoutToken(received.url.split('?', 1)[0] ?? '');
    const line = { requestId, method: received?.method, path };
    if (known.code === 'internal')
      log.error('request failed', { ...line, code: known.code, cause: cause ?? known });
    else logFailure('request failed', known, line);
  }
  const { status, code, message: title } = known;
  const body: z.input<typeof problemSchema> = {
    type: 'about:blank',
    title,
    status,
    code,
    requestId,
    fields,
    reason,
    ...facts,
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': requestId,
      ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }),
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    },
    cookies: [],
    body: JSON.stringify(body),
  };
}

/**
 * A body made while it is sent: each piece is made when the client has taken the one before, and the work ends with
 * the client. `check` runs before every piece but the first and may throw. A failure before the first piece is thrown;
 * a later one breaks the body off, since a partial answer must not look complete.
 */
export async function fileStream(
  pieces: AsyncGenerator<string, void>,
  check: () => Promise<unknown>,
): Promise<Streamed> {
  let piece = await pieces.next();
  return async (sink) => {
    try {
      while (!piece.done && !sink.destroyed) {
        if (!sink.write(piece.value)) await drained(sink);
        if (sink.destroyed) break;
        await check();
        piece = await pieces.next();
      }
      sink.end();
    } catch {
      sink.destroy();
    } finally {
      await pieces.return();
    }
  };
}

const drained = (sink: Writable): Promise<void> =>
  new Promise((resolve) => {
    if (sink.destroyed) return resolve();
    const done = () => {
      sink.off('drain', done);
      sink.off('close', done);
      resolve();
    };
    sink.once('drain', done);
    sink.once('close', done);
  });

/** The same answer as Next takes it. */
export function toResponse({ status, headers, cookies, body }: Answer): Response {
  const all = [...Object.entries(headers), ...cookies.map((one): [string, string] => ['set-cookie', one])];
  return new Response(typeof body === 'function' ? readable(body) : body, { status, headers: all });
}

function readable(body: Streamed): ReadableStream<Uint8Array> {
  const sink = new PassThrough();
  void body(sink);
  const chunks = sink.iterator();
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: () => finished(sink.destroy()).catch(() => undefined),
    },
    { highWaterMark: 0 },
  );
}
