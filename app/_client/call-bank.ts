/** Asks the bank's API to do something, or reads it without that counting as a sign of life. */
import { ApiError, leave } from '#app/_client/fetch-json.ts';

/** A refusal with what a form needs to say about it. */
export class RefusedError extends ApiError {
  /** Faults by field, for 400. */
  readonly fields: Record<string, string>;
  /** For 429 and 503. */
  readonly retryAfterSeconds: number;

  constructor(status: number, problem: Problem, retryAfterSeconds: number) {
    super(status, problem.code ?? 'unknown');
    this.fields = problem.fields ?? {};
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

type Problem = { code?: string; reason?: string; fields?: Record<string, string> };

export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Sent as JSON. */
  body?: unknown;
  /** Nobody asked for it: a session must not live on by it. */
  background?: boolean;
  /** To be sent even if the page goes away meanwhile. */
  keepalive?: boolean;
  /** What to do when the session is over; to the sign-in, unless told otherwise. */
  onEnded?: (reason: string | undefined) => void;
};

const NETWORK = 0;
/** A wrong password is a 401 too, and ends nothing. */
const OVER: ReadonlySet<string> = new Set(['not_signed_in', 'session_ended', 'bad_token']);

/**
 * Answers what the bank answers, nothing for 204. Throws a RefusedError, `network` when the bank could not be
 * reached. A token that was replaced a moment ago is sent once again: the browser has the new one.
 */
export async function callBank<Answer>(path: string, call: Call = {}, again = true): Promise<Answer> {
  const { method = 'GET', body, background = false, keepalive = false, onEnded = leave } = call;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      keepalive,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(background ? { 'x-activity': 'background' } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new RefusedError(NETWORK, { code: 'network' }, 0);
  }
  if (response.status === 204) return undefined as Answer;
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => ({}))) as Problem;
  if (problem.code === 'session_rotated' && again) return callBank(path, call, false);
  if (response.status === 401 && OVER.has(problem.code ?? '')) onEnded(problem.reason);
  throw new RefusedError(response.status, problem, Number(response.headers.get('retry-after') ?? 0));
}

export const isRefusal = (error: unknown, code: string): error is RefusedError =>
  error instanceof RefusedError && error.code === code;
