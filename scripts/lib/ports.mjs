/** TCP ports: which are free, and which the system would choose. */
import net from 'node:net';
import { Stop } from './say.mjs';

export const isPort = (/** @type {unknown} */ port) =>
  Number.isInteger(port) && Number(port) > 0 && Number(port) < 65_536;

/**
 * Binds for a moment.
 * @param {number} port 0 lets the system choose
 * @param {string} host
 * @returns {Promise<{ port: number, fault: string | null }>} the system's code when it refuses: EADDRINUSE, EACCES…
 */
export function tryBind(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve({ port, fault: error.code ?? error.message }),
    );
    server.listen({ port, host, exclusive: true }, () => {
      const address = /** @type {net.AddressInfo} */ (server.address());
      server.close(() => resolve({ port: address.port, fault: null }));
    });
  });
}

/**
 * A free loopback port: the preferred one if it is free, so that an address stays the same from start to start.
 * @param {number} [preferred]
 * @returns {Promise<number>}
 */
export async function freePort(preferred) {
  if (preferred && (await tryBind(preferred)).fault === null) return preferred;
  const { port, fault } = await tryBind(0);
  if (fault) throw new Error(`no free loopback port: ${fault}`);
  return port;
}

/**
 * Throws one sentence when the web port cannot be had.
 * @param {number} port
 * @param {string} host
 */
export async function requirePort(port, host) {
  const first = await tryBind(port, host);
  // `localhost` is two addresses, and both are served; a machine without the second does not need it.
  const second = host === '127.0.0.1' ? (await tryBind(port, '::1')).fault : null;
  const fault = first.fault ?? (second === 'EADDRINUSE' ? second : null);
  if (fault === null) return;
  const another = `choose another one: PORT=${await freePort(port < 8080 ? 8080 : port + 1)} npm start`;
  if (fault === 'EADDRINUSE') throw new Stop(`Port ${port} is in use by another program; ${another}`);
  if (fault === 'EACCES') throw new Stop(`This user may not open port ${port}; ${another}`);
  throw new Stop(`Port ${port} on ${host} cannot be opened (${fault}).`);
}
