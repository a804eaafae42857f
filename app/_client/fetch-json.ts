/** Reads from the bank's API in the browser. */
import { isSigningOut } from '#app/_client/live/leaving.ts';

export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string) {
    super(`${status} ${code}`);
    this.status = status;
    this.code = code;
  }
}

const NETWORK = 0;
const SHOWN_REASON = /^[a-z_]{1,20}$/;

/**
 * GETs JSON. Throws an ApiError; status 0 means that the network or the server could not be reached. A 401 leaves
 * the page at once, since what it shows belongs to nobody any more; a rotated token is asked for once again.
 */
export async function fetchJson<Body>(path: string, signal: AbortSignal, again = true): Promise<Body> {
  let response: Response;
  try {
    response = await fetch(path, { signal, headers: { accept: 'application/json' } });
  } catch (error) {
    if (signal.aborted) throw error;
    throw new ApiError(NETWORK, 'network');
  }
  if (response.ok) return (await response.json()) as Body;
  const problem = (await response.json().catch(() => ({}))) as { code?: string; reason?: string };
  if (problem.code === 'session_rotated' && again) return fetchJson(path, signal, false);
  if (response.status === 401) leave(problem.reason);
  throw new ApiError(response.status, problem.code ?? 'unknown');
}

/**
 * To the sign-in, with the reason and the way back; `replace`, so that Back does not show the wiped page. A tab that
 * signs out itself is led there without a way back, by the answer to that.
 */
export function leave(reason = 'ended'): void {
  if (isSigningOut()) return;
  const params = new URLSearchParams({
    reason: SHOWN_REASON.test(reason) ? reason : 'ended',
    next: location.pathname + location.search,
  });
  location.replace(`/login?${params}`);
}
