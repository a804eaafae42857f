/** TCP ports: which are free, and which the system would choose. */
import net from 'node:net';

/**
 * Binds for a moment. Answers the port, or null when it is taken or not allowed.
 * @param {number} port 0 lets the system choose
 * @param {string} host
 * @returns {Promise<number | null>}
 */
function tryBind(port, host) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(null));
    server.listen({ port, host, exclusive: true }, () => {
      const address = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve(address.port));
    });
  });
}

/** @param {number} port @param {string} [host] */
export const isFree = async (port, host = '127.0.0.1') => (await tryBind(port, host)) !== null;

/**
 * A free loopback port: the preferred one if it is free, so that an address stays the same from start to start.
 * @param {number} [preferred]
 * @returns {Promise<number>}
 */
export async function freePort(preferred) {
  if (preferred && (await isFree(preferred))) return preferred;
  const port = await tryBind(0, '127.0.0.1');
  if (port === null) throw new Error('no free loopback port');
  return port;
}
