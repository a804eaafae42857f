/**
 * The requests of the web process, in a stream that every payments process reads as one group: each request goes to one
 * of them, stays pending until it is carried out, and is taken over from a process that is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BankError, isRedisUnavailable } from '#lib/errors.ts';
import { isUserTag, type UserTag } from '#lib/ids.ts';
import { log } from '#lib/log.ts';
import { requestMeasure } from '#lib/measures.ts';
import type { Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { mayGrow } from '#lib/redis/room.ts';
import { luaScript } from '#lib/redis/scripts.ts';
import { SECOND } from '#lib/time.ts';
import type { RequestHandler } from '#worker/payments/requests.ts';
import { untilDone } from '#worker/until-done.ts';

const GROUP = 'payments';
/** One name for all: who is gone leaves no name behind, and what is pending is taken over by its age alone. */
const CONSUMER = 'payments';
/** A request takes milliseconds; one that is taken over while it is carried out is carried out twice, and counts once. */
const PENDING_MS = 5 * SECOND;
const TAKE_OVER_EVERY_MS = 2 * SECOND;
/** Below the silence after which a connection is replaced (lib/redis/connect.ts). */
const WAIT_MS = SECOND;
const AT_ONCE = 64;
/** What was begun more often and never ended stops whoever carries it out. */
const MAX_DELIVERIES = 5;

const renewScript = luaScript('worker/payments/renew-requests.lua');

type Message = { id: string; message: Record<string, string> } | null;
type Work = {
  redis: Redis;
  /** A connection of its own, since it waits, and is replaced when what was asked is too large to be read. */
  reader: Redis;
  requests: Readonly<Record<string, RequestHandler>>;
  signal: AbortSignal;
};

const requestSchema = z.object({
  kind: z.string(),
  user: z.custom<UserTag>((value) => typeof value === 'string' && isUserTag(value)),
  body: z.string().transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'is no JSON' });
    }
  }),
});

/**
 * Carries out requests until the signal, so many side by side. XREADGROUP, O(requests), which waits for a second;
 * XPENDING every two, and XCLAIM of what is left; XDEL and XACK for each. Returns when what is in hand is carried out;
 * throws nothing that Redis causes.
 */
export async function carryOutRequests(work: Work): Promise<void> {
  const { redis, signal } = work;
  const inHand = new Map<string, Promise<void>>();
  const take = async (id: string, message: Record<string, string>) => {
    if (await carryOut(work, message)) await untilDone(signal, () => finish(redis, id));
    inHand.delete(id);
  };
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  // One alone after what could not be read, so that only what is too large is left behind.
  let most = AT_ONCE;
  const read = async (count: number): Promise<Message[]> => {
    if (performance.now() - lookedAtMs > TAKE_OVER_EVERY_MS) {
      try {
        const left = await takeOver(work, inHand, count);
        if (left.length > 0) return left;
      } finally {
        // Also when it failed: what is new comes between.
        lookedAtMs = performance.now();
      }
    }
    return readNew(work, Math.min(count, AT_ONCE - inHand.size));
  };
  while (!signal.aborted) {
    // A full disk: what was asked for waits, and what is on its way goes on.
    if (!mayGrow()) {
      await sleep(SECOND, undefined, { signal }).catch(() => undefined);
      continue;
    }
    if (inHand.size >= AT_ONCE) {
      await Promise.race(inHand.values());
      continue;
    }
    const messages = await untilDone(signal, async () => {
      const wanted = most;
      most = 1;
      const found = await read(wanted);
      most = Math.min(AT_ONCE, 2 * wanted);
      return found;
    });
    for (const one of messages ?? []) {
      if (one && !inHand.has(one.id)) inHand.set(one.id, take(one.id, one.message));
    }
  }
  await Promise.all(inHand.values());
}

/** What another process left, or this one could not read. What is in hand here is not. */
async function takeOver(
  { redis, reader }: Work,
  inHand: ReadonlyMap<string, unknown>,
  count: number,
): Promise<Message[]> {
  const stream = keys.paymentRequests();
  await renewScript(redis, [stream], []);
  const pending = await withGroup(redis, () =>
    redis.xPendingRange(stream, GROUP, '-', '+', 2 * AT_ONCE, { IDLE: PENDING_MS }),
  );
  const left = pending.filter(({ id }) => !inHand.has(id));
  const isLost = (one: (typeof left)[number]) => one.deliveriesCounter > MAX_DELIVERIES;
  const lost = left.filter(isLost).map(({ id }) => id);
  const given = left.filter((one) => !isLost(one)).map(({ id }) => id);
  if (lost.length > 0) log.error('requests for the payments process were given up', { ids: lost });
  await Promise.all(lost.map((id) => finish(redis, id)));
  if (given.length === 0) return [];
  return reader.xClaim(stream, GROUP, CONSUMER, PENDING_MS, given.slice(0, count));
}

/** Deleted first: an acknowledged request that stayed would never be read again. */
const finish = (redis: Redis, id: string) =>
  Promise.all([redis.xDel(keys.paymentRequests(), id), redis.xAck(keys.paymentRequests(), GROUP, id)]);

async function readNew({ reader }: Work, count: number): Promise<Message[]> {
  const read = await withGroup(reader, () =>
    reader.xReadGroup(
      GROUP,
      CONSUMER,
      { key: keys.paymentRequests(), id: '>' },
      { COUNT: count, BLOCK: WAIT_MS },
    ),
  );
  const streams = (read ?? []) as unknown as Record<string, Message[]> | { messages: Message[] }[];
  return Array.isArray(streams) ? streams.flatMap(({ messages }) => messages) : Object.values(streams).flat();
}

/** The first request of a bank makes the stream; the first process its group, which begins with what is there. */
async function withGroup<T>(redis: Redis, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('NOGROUP')) throw error;
    await redis
      .xGroupCreate(keys.paymentRequests(), GROUP, '0', { MKSTREAM: true })
      .catch((failed: Error) => {
        if (!failed.message.startsWith('BUSYGROUP')) throw failed;
      });
    return ask();
  }
}

/**
 * Answers whether the request is done with: not while the process is stopping. What cannot be understood or fails for a
 * reason of its own is logged and gone; money on its way is not, and goes on by itself.
 */
async function carryOut(
  { redis, requests, signal }: Work,
  message: Record<string, string>,
): Promise<boolean> {
  const fromMs = performance.now();
  const request = requestSchema.safeParse(message);
  const kind = request.success && Object.hasOwn(requests, request.data.kind) ? request.data.kind : 'unknown';
  const handler = requests[kind];
  const failed = await untilDone(signal, async () => {
    try {
      if (!request.success || !handler) throw new TypeError('no request that can be carried out');
      await handler(redis, request.data.user, request.data.body);
      return { error: null };
    } catch (error) {
      if (isRedisUnavailable(error) || isBusy(error)) throw error;
      return { error };
    }
  });
  if (failed === undefined) return false;
  const { error } = failed;
  requestMeasure.tell({ kind, failed: error !== null, ms: performance.now() - fromMs });
  if (error !== null) log.error('a request for the payments process failed', { kind, error });
  return true;
}

const isBusy = (error: unknown) => error instanceof BankError && error.code === 'conflict';
