/**
 * Opens all connections to Redis. The client library's defaults wait for ever while Redis is unavailable; here every
 * command has a deadline, nothing is queued offline, and reconnecting never gives up.
 */
import { once } from 'node:events';
import { ConnectionTimeoutError, createClient, type RedisClientOptions } from 'redis';
import { sharedDeadline } from '#lib/deadline.ts';
import { log } from '#lib/log.ts';
import { keepCopies } from '#lib/redis/copies.ts';
import { onEveryCommand } from '#lib/redis/every-command.ts';

export type ConnectOptions = {
  /** Shown by CLIENT LIST. */
  name: string;
  deadlineMs: number;
  /** Client-side caching (copies.ts) of at most so many keys. */
  cacheEntries?: number;
};

/** Commands waiting for a reply before new ones are refused. */
const MAX_UNANSWERED = 10_000;
/** To connect; and again for the handshake after it, HELLO, AUTH and SELECT, which the library waits for without end. */
const CONNECT_TIMEOUT_MS = 1000;
const RECONNECT_FIRST_MS = 50;
const RECONNECT_MAX_MS = 1000;
/** A connection with unanswered commands and no reply for this long is replaced. */
const SILENT_MS = 2000;
/** Of a connection that keeps copies: leaves time to ask another one within a second. */
const CACHED_READ_MS = 250;

const reconnectDelay = (retries: number) =>
  Math.min(RECONNECT_MAX_MS, RECONNECT_FIRST_MS * 2 ** Math.min(retries, 5)) * (0.75 + Math.random() / 2);

const RESP = 3;
const composed = () => createClient({ RESP });
export type Redis = ReturnType<typeof composed>;
/**
 * `createClient` composes a class of all six hundred commands for every connection of another name, which takes longer
 * than to connect. Here it is done once.
 */
const Client: new (options: RedisClientOptions) => Redis = Object.getPrototypeOf(composed()).constructor;

const makeClient = (url: string, options: ConnectOptions): Redis => {
  const client = new Client({
    url,
    name: options.name,
    RESP,
    disableOfflineQueue: true,
    commandsQueueMaxLength: MAX_UNANSWERED,
    // The library's own, for what is not sent yet, is a timer and a signal a command; ours covers that, too.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
    emitInvalidate: options.cacheEntries !== undefined,
    socket: { connectTimeout: CONNECT_TIMEOUT_MS, reconnectStrategy: reconnectDelay, noDelay: true },
  });
  // As createClient answers it, and every-command.ts expects it.
  return Object.create(client);
};

export type Sources = {
  redis: Redis;
  /** A connection that keeps copies. */
  cached?: Redis;
};

/**
 * Makes a client that is not yet connected. Every reply, of module commands and scripts too, must arrive within
 * `deadlineMs`, else the call rejects with a DeadlineError (MULTI is not covered); of a connection that keeps copies,
 * within CACHED_READ_MS. A black-holed connection, which never breaks by itself, is replaced after two seconds of
 * silence, and a handshake without an answer after one.
 */
export function makeRedis(url: string, options: ConnectOptions): Redis {
  const client = makeClient(url, options);
  if (options.cacheEntries !== undefined) keepCopies(client, options.cacheEntries);
  const deadlineMs = Math.min(
    options.deadlineMs,
    options.cacheEntries === undefined ? Number.POSITIVE_INFINITY : CACHED_READ_MS,
  );
  let heardAtMs = performance.now();
  const noteReply = () => {
    heardAtMs = performance.now();
  };
  const unanswered = () => {
    if (!client.isReady || performance.now() - heardAtMs < SILENT_MS) return;
    noteReply();
    client.destroy();
    client.connect().catch(() => {}); // Each failed try is an 'error'; it ends when the client is destroyed.
    client.emit('error', new Error('no reply: the connection is replaced'));
  };
  onEveryCommand(client, sharedDeadline(deadlineMs, { heard: noteReply, missed: unanswered }));
  client.on('ready', noteReply);
  // Its commands bypass `sendCommand`. When they are rejected, the library drops the socket and tries again.
  const shakenHands = sharedDeadline(CONNECT_TIMEOUT_MS, {
    heard: () => {},
    missed: () => client.isReady || client._getQueue().flushAll(new ConnectionTimeoutError()),
  });
  client.on('connect', () => void shakenHands(once(client, 'ready')).catch(() => {}));
  let reported = false;
  client.on('error', (error: Error) => {
    // One line an outage, not one a retry.
    if (!reported) log.warn('redis connection lost', { client: options.name, error: error.message });
    reported = true;
  });
  client.on('ready', () => {
    if (reported) log.info('redis connection restored', { client: options.name });
    reported = false;
  });
  return client;
}

/** Makes and connects, waiting for the first connection for ever; to avoid that, call `makeRedis` and do not await. */
export async function connectRedis(url: string, options: ConnectOptions): Promise<Redis> {
  const client = makeRedis(url, options);
  await client.connect();
  return client;
}
