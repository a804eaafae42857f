/**
 * An endpoint is one contract: access, query, body, answers, refusals and handler. Its method is the export's name in
 * `route.ts`, its path the folder. Router, description, access checks, tests and the browser's types follow from it.
 */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { ErrorCode } from '#lib/errors.ts';
import { type Answer, problem, Reply, toResponse } from './answer.ts';
import { weigh } from './at-work.ts';
import { changesState, refuseTokenInUrl, requireSameOrigin } from './origin.ts';
import {
  noQuery,
  type RequestHeaders,
  readForm,
  readIdempotencyKey,
  readJson,
  readQuery,
  requireType,
  type Sent,
} from './read-request.ts';

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** The variable parts of a path, decoded. */
export type Params = Readonly<Record<string, string>>;

/** A request. `url` is path and query string, or a whole address. */
export type Received = Sent & { method: string; url: string };

/** Who may call; app/_access/access.ts has the values. */
export type Access<Context extends object> = {
  needs: 'nothing' | 'session' | 'staff';
  /** The errors that it may throw. */
  refusals: readonly ErrorCode[];
  /**
   * Runs before anything else of the request is read, and finds who asks. The function it answers runs after the query
   * is parsed and finds the resource. Both throw what `refusals` names.
   */
  authorise(headers: RequestHeaders): Promise<(params: Params) => Context | Promise<Context>>;
};

/** Anybody, signed in or not. */
export const anonymous: Access<object> = {
  needs: 'nothing',
  refusals: [],
  authorise: async () => () => ({}),
};

/** A body that is not JSON: its media types, and for a stream of events the data of each. */
type Media = { readonly media: readonly string[]; readonly events?: Record<string, z.ZodType> };
/** Where a redirect may lead. */
type Redirect = { readonly to: readonly string[] };

/** By status: a schema for JSON, null for no body, or another kind of body. The first is the success; 202 has its schema. */
export type Answers = Readonly<Record<number, z.ZodType | null | Media | Redirect>>;

/** The JSON that a handler returns: of 200, or nothing where it answers 204. */
type JsonOf<Given extends Answers> = Given extends { 200: infer Schema extends z.ZodType }
  ? z.input<Schema>
  : Given extends { 204: null }
    ? // biome-ignore lint/suspicious/noConfusingVoidType: what a function without an answer returns
      void
    : never;

type Said<Body extends z.ZodType, Given extends Answers> = {
  /** A sentence for the description. */
  summary: string;
  /** Sent as JSON. */
  body?: Body;
  /** Sent as a form. */
  form?: Body;
  answers: Given;
  /** Wants an `Idempotency-Key`, which the handler gets. */
  keyed?: boolean;
  /** What it costs beside others; 1 by default. */
  weight?: number;
};

export type Contract<
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Given extends Answers = Answers,
> = Said<Body, Given> & {
  access: Access<object>;
  /** Null: the query string is ignored. */
  query: Query | null;
  /** Errors of the handler; `refusalsOf` adds those of access and parsing. */
  refusals: readonly ErrorCode[];
  run(received: object): unknown;
};

/** A handler as Next wants it, with its contract. */
export type Endpoint<
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
  Given extends Answers = Answers,
> = ((request: Request, context: { params: Promise<object> }) => Promise<Response>) & {
  readonly contract: Contract<Query, Body, Given>;
};

type Described<
  Context extends object,
  Query extends z.ZodObject,
  Body extends z.ZodType,
  Given extends Answers,
> = Said<Body, Given> & {
  access: Access<Context>;
  /** Strict; absent: no parameter is allowed. Null: the query string is ignored. */
  query?: Query | null;
  refusals?: readonly ErrorCode[];
  /**
   * Makes one call and shapes its answer; it neither parses nor authorises. Returns the JSON body of the success
   * status, or a `Reply`. What it throws becomes a problem document.
   */
  handler(
    received: Context & {
      query: z.output<Query>;
      body: z.output<Body>;
      params: Params;
      headers: RequestHeaders;
      /** The `Idempotency-Key`, or empty where none is wanted. */
      key: string;
    },
  ): JsonOf<Given> | Reply<JsonOf<Given>> | Promise<JsonOf<Given> | Reply<JsonOf<Given>>>;
};

export function endpoint<
  Context extends object,
  const Given extends Answers,
  Query extends z.ZodObject = typeof noQuery,
  Body extends z.ZodType = z.ZodUndefined,
>({
  query,
  handler,
  refusals = [],
  ...rest
}: Described<Context, Query, Body, Given>): Endpoint<Query, Body, Given> {
  const contract = {
    ...rest,
    refusals,
    query: query === undefined ? (noQuery as z.ZodObject as Query) : query,
    run: handler as (received: object) => unknown,
  };
  return Object.assign(
    async (request: Request, { params }: { params: Promise<object> }): Promise<Response> =>
      toResponse(await answerTo(contract, request, { ...(await params) })),
    { contract },
  );
}

/** Every error code that the endpoint may answer. */
export function refusalsOf(
  method: string,
  { access, query, body, form, keyed, refusals }: Contract,
): ErrorCode[] {
  const sent = body ?? form;
  const all: (ErrorCode | false)[] = [
    (query !== null || keyed === true) && 'bad_request',
    changesState(method) && 'cross_origin',
    ...(sent ? (['bad_request', 'too_large', 'unsupported_media_type'] as const) : []),
    ...access.refusals,
    ...refusals,
    // A token in a URL, too much at work, and a defect of ours.
    'bad_token',
    'throttled',
    'internal',
  ];
  return [...new Set(all)].filter((code) => code !== false);
}

/** For tests: sees every answer and may replace it. */
export const inspection: { look?: (received: Received, contract: Contract, answer: Answer) => Answer } = {};

/**
 * Answers a request, in this order: origin, caller, query, body type, resource, body, handler. Next's door and our
 * server both call it. Never throws; answers are not cacheable unless the handler says so.
 */
export async function answerTo(contract: Contract, received: Received, params: Params): Promise<Answer> {
  const answer = await answerOnce(contract, received, params);
  return inspection.look?.(received, contract, answer) ?? answer;
}

async function answerOnce(contract: Contract, received: Received, params: Params): Promise<Answer> {
  const requestId = randomUUID();
  const { method, url, headers } = received;
  try {
    refuseTokenInUrl(url);
    requireSameOrigin(method, headers);
    if (contract.weight) weigh(headers, contract.weight);
    const permit = await contract.access.authorise(headers);
    const query = contract.query && readQuery(url, contract.query);
    if (contract.body) requireType(headers, 'json');
    else if (contract.form) requireType(headers, 'form');
    const context = await permit(params);
    const body = await bodyOf(contract, received);
    const key = contract.keyed ? readIdempotencyKey(headers) : '';
    return shape(contract, await contract.run({ ...context, query, body, params, headers, key }), requestId);
  } catch (error) {
    return problem(error, requestId, received);
  }
}

const bodyOf = async ({ body, form }: Contract, received: Received): Promise<unknown> =>
  body ? readJson(received, body) : form && readForm(received, form);

function shape({ answers }: Contract, result: unknown, requestId: string): Answer {
  const { json, parts } = result instanceof Reply ? result : new Reply(result, {});
  const status = parts.status ?? Number(Object.keys(answers)[0]);
  const isJson = parts.content === undefined && answers[status] !== null;
  return {
    status,
    headers: {
      'cache-control': 'no-store',
      ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}),
      ...parts.headers,
      'x-request-id': requestId,
    },
    cookies: parts.cookies ?? [],
    body: parts.content ?? (isJson ? JSON.stringify(json) : null),
  };
}
