/**
 * The scripts' connection to Redis: one command at a time, and every wait has an end. The package is asked for when a
 * Redis is, which is after `npm ci`.
 */

/** @typedef {Awaited<ReturnType<typeof connect>>} Redis */

/**
 * Connects, signs in and selects the database a `redis://` or `rediss://` address names. Rejects when that or a later
 * reply takes longer than `timeoutMs`. A refusal of the server is an
 * ErrorReply of the package.
 * @param {string} address
 * @param {{ timeoutMs?: number }} [options]
 */
export async function connect(address, { timeoutMs = 3000 } = {}) {
  const { createClient } = await import('redis');
  const client = createClient({
    url: address,
    RESP: 2,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    disableOfflineQueue: true,
    socket: { connectTimeout: timeoutMs, socketTimeout: timeoutMs, reconnectStrategy: false },
  });
  client.on('error', () => {}); // Whoever waits for a reply is told.
  await client.connect();
  return client;
}

/** @param {string} address @returns {Promise<boolean>} whether it serves; PING is refused while it loads its data */
export async function answersPing(address) {
  let redis;
  try {
    redis = await connect(address);
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis?.destroy();
  }
}
