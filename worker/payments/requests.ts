/** What can be asked of the payments process, by the `kind` of a request. */
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import type { UserTag } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { holderName } from '#lib/payments/payees.ts';
import { ASKED, type RequestBody, type RequestKind } from '#lib/payments/requests.ts';
import type { Redis } from '#lib/redis/client.ts';
import { redisNow } from '#lib/redis/clock.ts';
import { MINUTE } from '#lib/time.ts';
import { ask } from '#worker/payments/ask.ts';
import { enrol, unenrol } from '#worker/payments/keys-for-payments.ts';
import { prove } from '#worker/payments/prove.ts';
import { transfer } from '#worker/payments/transfer.ts';

/**
 * Carries out a request of `user`, whom the web process names. `body` is parsed JSON that nobody checked: what it
 * may say is for the handler to judge. A request may come a second time, also at once beside the first: it then changes
 * nothing more. What throws is logged and gone, unless Redis was away or others kept changing the same account.
 */
export type RequestHandler = (redis: Redis, user: UserTag, body: unknown) => Promise<void>;

/** Whoever asked has given up by then, and asks again with the same key. */
const GOOD_FOR_MS = 5 * MINUTE;
/** Of a customer: more than the web process lets through, so that this stops only who went around it. */
const MAX_A_MINUTE = 120;

/** Requests of a minute by customer. */
const counts = new LRUCache<UserTag, number>({ max: 10_000, ttl: MINUTE, noUpdateTTL: true });
/** Which of them a request is, by its body: one that is tried again counts once. */
const numbers = new WeakMap<object, number>();

function numberOf(user: UserTag, body: object): number {
  const number = numbers.get(body) ?? (counts.get(user) ?? 0) + 1;
  if (!numbers.has(body)) counts.set(user, number);
  numbers.set(body, number);
  return number;
}

const requestSchema = <Asked extends z.ZodType>(asked: Asked) => z.strictObject({ at: z.number(), asked });

/** Checks a request as if a stranger had sent it. One that is too old or too many is dropped with a line in the log. */
const checked = <Asked extends z.ZodType>(
  kind: RequestKind,
  asked: Asked,
  carryOut: (redis: Redis, user: UserTag, asked: z.output<Asked>) => Promise<void>,
): RequestHandler => {
  const schema = requestSchema(asked);
  return async (redis, user, body) => {
    const request = schema.parse(body) as { at: number; asked: z.output<Asked> };
    const count = numberOf(user, body as object);
    const isOld = (await redisNow(redis)) - request.at > GOOD_FOR_MS;
    if (!isOld && count <= MAX_A_MINUTE) return carryOut(redis, user, request.asked);
    log.folded('a request for payments was dropped', { kind, reason: isOld ? 'too old' : 'too many' });
  };
};

/** Only for a customer there is: a refusal is left for who asked, and nobody would ever take it away. */
async function enrolForSomebody(redis: Redis, user: UserTag, asked: RequestBody<'enrol'>): Promise<void> {
  if ((await holderName(redis, user)) !== null) await enrol(redis, user, asked);
}

export const REQUESTS: Readonly<Record<string, RequestHandler>> = {
  pay: checked('pay', ASKED.pay, ask),
  transfer: checked('transfer', ASKED.transfer, transfer),
  prove: checked('prove', ASKED.prove, prove),
  enrol: checked('enrol', ASKED.enrol, enrolForSomebody),
  // However late: a key that its owner gave up confirms nothing more.
  unenrol: (redis, user, body) => unenrol(redis, user, requestSchema(ASKED.unenrol).parse(body).asked),
};
