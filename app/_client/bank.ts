/** The bank's API as the browser calls it: addresses, parameters, bodies and answers are typed by the contracts. */
import type { z } from 'zod';
import { isSigningOut } from '#app/_client/live/signing-out.ts';
import type { Contracts } from '#app/api/contracts.ts';
import type { Facts } from '#lib/errors.ts';
import type { Endpoint, Method } from '#lib/http/contract.ts';
import { signInPath } from '#lib/sign-in/next-path.ts';
import { withQuery } from '#lib/with-query.ts';

type Path = keyof Contracts;
type At<Asked extends Path, By extends Method> = By extends keyof Contracts[Asked]
  ? Contracts[Asked][By] extends Endpoint<infer Query, infer Body, infer Given>
    ? { query: Query; body: Body; answers: Given }
    : never
  : never;
/** The addresses that serve a method. */
type PathOf<By extends Method> = {
  [Asked in Path]: By extends keyof Contracts[Asked] ? Asked : never;
}[Path];

type ParamNames<Asked> = Asked extends `${string}:${infer Name}/${infer Rest}`
  ? Name | ParamNames<Rest>
  : Asked extends `${string}:${infer Name}`
    ? Name
    : never;
/** A body may hold what cannot be changed. */
type Sendable<Value> = Value extends readonly (infer Item)[]
  ? readonly Sendable<Item>[]
  : Value extends object
    ? { [Name in keyof Value]: Sendable<Value[Name]> }
    : Value;
/** What is spelled as text in an address may be given as a number. */
type TextOrNumber<Value> = string extends NonNullable<Value> ? Value | number : Value;
type QueryOf<Query extends z.ZodType> = {
  [Name in keyof z.input<Query>]: TextOrNumber<z.input<Query>[Name]>;
};

/** The JSON that an address answers, or nothing. */
export type AnswerOf<Asked extends Path, By extends Method = 'GET'> = At<Asked, By>['answers'] extends {
  200: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;

/** The data of an event of the live stream. */
export type EventOf<Name extends keyof Events> = z.output<Events[Name]>;
type Events = Contracts['/api/events']['GET']['contract']['answers'][200]['events'];

type Member<Name extends string, Value> = [Value] extends [undefined]
  ? unknown
  : Record<never, never> extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value };

/** The JSON that an address takes. */
export type BodyOf<Asked extends Path, By extends Method> = Sendable<z.input<At<Asked, By>['body']>>;

type Manner = {
  /** Sent as `Idempotency-Key`: of what is sent with the same key, one is done. */
  key?: string;
  signal?: AbortSignal;
  /** Not the customer's doing: it must not prolong the session. */
  background?: boolean;
  /** Sent even if the page is closed meanwhile. */
  keepalive?: boolean;
  /** Called when the session is over, instead of the redirect to the sign-in. */
  onEnded?: (reason: string | undefined) => void;
};
type Call<Asked extends Path, By extends Method> = Manner &
  Member<'params', Record<ParamNames<Asked>, string | number>> &
  Member<'query', QueryOf<At<Asked, By>['query']>> &
  Member<'body', BodyOf<Asked, By>>;
type Rest<Wanted> = Record<never, never> extends Wanted ? [call?: Wanted] : [call: Wanted];

type AnyCall = Manner & {
  params?: Record<string, string | number>;
  query?: Record<string, string | number | undefined>;
  body?: unknown;
};

const caller =
  <By extends Method>(method: By) =>
  async <Asked extends PathOf<By>>(
    path: Asked,
    ...[call]: Rest<Call<Asked, By>>
  ): Promise<AnswerOf<Asked, By>> => {
    const response = await send(method, path, call ?? {});
    const answer: unknown = response.status === 204 ? undefined : await response.json();
    return answer as AnswerOf<Asked, By>;
  };

/**
 * Answers what the bank answers. Throws a RefusedError: `network` when the bank could not be reached. A 401 leaves the
 * page at once, since what it shows belongs to nobody any more; a token that was replaced a moment ago is sent once
 * again, since the browser has the new one. What `signal` aborts throws as `fetch` does.
 */
export const bank = {
  get: caller('GET'),
  post: caller('POST'),
  put: caller('PUT'),
  patch: caller('PATCH'),
  delete: caller('DELETE'),
  /** A file, to be read as it comes. */
  open: <Asked extends PathOf<'GET'>>(path: Asked, ...[call]: Rest<Call<Asked, 'GET'>>): Promise<Response> =>
    send('GET', path, call ?? {}),
};

/** A refusal with what a form needs to say about it. Status 0: the bank could not be reached. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly status: number;
  readonly code: string;
  /** Faults by field, for 400. */
  readonly fields: Record<string, string>;
  /** What the sentence about a refused payment names. */
  readonly facts: Facts;
  /** For 429 and 503. */
  readonly retryAfterSeconds: number;

  constructor(status: number, { code = 'unknown', fields = {}, ...facts }: Problem, retryAfterSeconds = 0) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.facts = facts;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export const isRefusal = (error: unknown, code: string): error is RefusedError =>
  error instanceof RefusedError && error.code === code;

type Problem = Facts & { code?: string; reason?: string; fields?: Record<string, string> };

const NETWORK = 0;
/** A wrong password is a 401 too, and ends nothing. */
const OVER: ReadonlySet<string> = new Set(['not_signed_in', 'session_ended', 'bad_token']);

async function send(method: Method, path: string, call: AnyCall, again = true): Promise<Response> {
  const { body, key, background, keepalive, signal, onEnded = redirectToSignIn } = call;
  let response: Response;
  try {
    response = await fetch(addressOf(path, call), {
      method,
      keepalive,
      signal,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
        ...(background ? { 'x-activity': 'background' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RefusedError(NETWORK, { code: 'network' });
  }
  if (response.ok) return response;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  if (problem.code === 'session_rotated' && again) return send(method, path, call, false);
  if (response.status === 401 && OVER.has(problem.code ?? '')) onEnded(problem.reason);
  throw new RefusedError(response.status, problem, Number(response.headers.get('retry-after') ?? 0));
}

/** An address as it is sent. Parameters that are empty or missing are left out. */
export function addressOf(path: string, { params = {}, query = {} }: AnyCall): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  return withQuery(filled, Object.entries(query));
}

const SHOWN_REASON = /^[a-z_]{1,20}$/;

/**
 * Goes to the sign-in with the reason and the way back; `replace`, so that Back does not show the wiped page. After a
 * sign-out there is no way back: the next person may be another. A tab that is signing out does nothing: its answer
 * redirects it.
 */
export function redirectToSignIn(reason?: string | null): void {
  if (isSigningOut()) return;
  const shown = reason && SHOWN_REASON.test(reason) ? reason : 'ended';
  const from = shown === 'signed_out' ? null : location.pathname + location.search;
  location.replace(signInPath(from, shown));
}
