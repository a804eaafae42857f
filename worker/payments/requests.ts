/** What can be asked of the payments process, by the `kind` of a request. */
import type { UserTag } from '#lib/ids.ts';
import type { Redis } from '#lib/redis/client.ts';

/**
 * Carries out a request of `user`, whom the web process names. `body` is parsed JSON that nobody checked: what it
 * may say is for the handler to judge. A request may come a second time, also at once beside the first: it then changes
 * nothing more. What throws is logged and gone, unless Redis was away or others kept changing the same account.
 */
export type RequestHandler = (redis: Redis, user: UserTag, body: unknown) => Promise<void>;

export const REQUESTS: Readonly<Record<string, RequestHandler>> = {};
