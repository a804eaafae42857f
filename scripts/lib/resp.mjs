/**
 * A small Redis client over one socket, so that the scripts need no packages: they run before `npm ci` did.
 * RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec/); one command at a time, in order.
 */
import { readFileSync } from 'node:fs';
import net from 'node:net';
import tls from 'node:tls';

/** @typedef {string | number | null | RespError | Reply[]} Reply */

/** An error reply of the server: it answered, and said no. */
export class RespError extends Error {
  /** @override */
  name = 'RespError';
}

/**
 * Parses one reply at `at`; null when it has not arrived completely.
 * @param {Buffer} bytes
 * @param {number} at
 * @returns {{ value: Reply, next: number } | null}
 */
export function parseReply(bytes, at = 0) {
  const end = bytes.indexOf('\r\n', at);
  if (end < 0) return null;
  const kind = String.fromCharCode(bytes[at] ?? 0);
  const line = bytes.toString('utf8', at + 1, end);
  let next = end + 2;
  if (kind === '+') return { value: line, next };
  if (kind === '-') return { value: new RespError(line), next };
  if (kind === ':') return { value: Number(line), next };
  const length = Number(line);
  if (length < 0) return { value: null, next };
  if (kind === '$') {
    if (bytes.length < next + length + 2) return null;
    return { value: bytes.toString('utf8', next, next + length), next: next + length + 2 };
  }
  if (kind !== '*') throw new Error('The answer is not that of a Redis server.');
  /** @type {Reply[]} */
  const items = [];
  for (let index = 0; index < length; index++) {
    const item = parseReply(bytes, next);
    if (!item) return null;
    items.push(item.value);
    next = item.next;
  }
  return { value: items, next };
}

/** @param {string[]} words */
const encode = (words) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;

export class Resp {
  /** @type {{ resolve: (reply: Reply) => void, reject: (error: Error) => void }[]} */
  #waiting = [];
  #bytes = Buffer.alloc(0);
  #socket;
  #timeoutMs;

  /** @param {net.Socket} socket @param {number} timeoutMs */
  constructor(socket, timeoutMs) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    socket.on('data', (chunk) => this.#read(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('Redis closed the connection')));
  }

  /**
   * Connects, signs in and selects the database a `redis://` or `rediss://` address names. Rejects within
   * `timeoutMs`. A private certificate authority is trusted the way Node does it: NODE_EXTRA_CA_CERTS.
   * @param {string} address
   * @param {{ timeoutMs?: number }} [options]
   * @returns {Promise<Resp>}
   */
  static async connect(address, { timeoutMs = 3000 } = {}) {
    const url = new URL(address);
    const host = url.hostname.replace(/^\[|\]$/g, '') || '127.0.0.1';
    const port = Number(url.port || 6379);
    const secure = url.protocol === 'rediss:';
    const extra = process.env.NODE_EXTRA_CA_CERTS;
    const ca = secure && extra ? [...tls.rootCertificates, readFileSync(extra, 'utf8')] : undefined;
    const socket = secure
      ? tls.connect({ host, port, servername: net.isIP(host) ? '' : host, ca })
      : net.connect({ host, port });
    await new Promise((resolve, reject) => {
      socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no connection within ${timeoutMs} ms`)));
      socket.once('error', reject);
      socket.once(secure ? 'secureConnect' : 'connect', () => resolve(undefined));
    });
    socket.setTimeout(0);
    socket.setNoDelay(true);
    const client = new Resp(socket, timeoutMs);
    try {
      const password = decodeURIComponent(url.password);
      const user = decodeURIComponent(url.username);
      if (password) await client.call('AUTH', ...(user ? [user, password] : [password]));
      const database = url.pathname.slice(1);
      if (database) await client.call('SELECT', database);
    } catch (error) {
      client.close();
      throw error;
    }
    return client;
  }

  /**
   * Sends one command. Rejects with a RespError when the server refuses it, with another error when it cannot be asked.
   * @param {...string} words
   * @returns {Promise<Exclude<Reply, RespError>>}
   */
  async call(...words) {
    if (this.#socket.destroyed) throw new Error('the connection is closed');
    const reply = await new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => this.#socket.destroy(new Error(`no reply within ${this.#timeoutMs} ms`)),
        this.#timeoutMs,
      );
      const settle = (/** @type {(value: any) => void} */ done) => (/** @type {any} */ value) => {
        clearTimeout(timer);
        done(value);
      };
      this.#waiting.push({ resolve: settle(resolve), reject: settle(reject) });
      this.#socket.write(encode(words));
    });
    if (reply instanceof RespError) throw reply;
    return /** @type {Exclude<Reply, RespError>} */ (reply);
  }

  close() {
    this.#socket.destroy();
  }

  /** @param {Buffer} chunk */
  #read(chunk) {
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    try {
      for (let reply = parseReply(this.#bytes); reply; reply = parseReply(this.#bytes)) {
        this.#bytes = this.#bytes.subarray(reply.next);
        this.#waiting.shift()?.resolve(reply.value);
      }
    } catch (error) {
      this.#socket.destroy(/** @type {Error} */ (error));
    }
  }

  /** @param {Error} error */
  #fail(error) {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
