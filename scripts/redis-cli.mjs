/** `npm run redis-cli -- <args>`: redis-cli on whichever Redis is in use, as its administrator. */
import { existsSync } from 'node:fs';
import net from 'node:net';
import { printReply } from './lib/print-reply.mjs';
import { inherit, which } from './lib/process.mjs';
import { connect } from './lib/redis/connection.mjs';
import { redisInUse } from './lib/redis/in-use.mjs';
import { run, Stop } from './lib/say.mjs';

run(async () => {
  const words = process.argv.slice(2);
  const { url, cli, libraries } = await redisInUse();
  const program = cli && existsSync(cli) ? cli : which('redis-cli');
  if (program) return withProgram(program, url, libraries, words);
  if (words.length === 0)
    throw new Stop('There is no redis-cli on this machine; give a command: npm run redis-cli -- PING');
  const redis = await connect(url, { timeoutMs: 60_000 });
  try {
    const reply = /** @type {import('./lib/print-reply.mjs').Reply} */ (await redis.sendCommand(words));
    process.stdout.write(`${printReply(reply)}\n`);
  } catch (error) {
    const { ErrorReply } = await import('redis');
    throw error instanceof ErrorReply ? new Stop(error.message) : error;
  } finally {
    redis.destroy();
  }
});

const certificates = () =>
  process.env.SSL_CERT_FILE ??
  ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'].find(
    (file) => existsSync(file),
  );

/**
 * The password goes by the environment, so that other users of this machine cannot see it in the process list.
 * @param {string} program
 * @param {string} address
 * @param {string | undefined} libraries
 * @param {string[]} words
 * @returns {Promise<number>} its status
 */
function withProgram(program, address, libraries, words) {
  const url = new URL(address);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const env = {
    ...process.env,
    // The embedded one's OpenSSL does not know where this system keeps its certificates.
    ...(libraries ? { LD_LIBRARY_PATH: libraries, SSL_CERT_FILE: certificates() } : {}),
    ...(url.password ? { REDISCLI_AUTH: decodeURIComponent(url.password) } : {}),
  };
  const args = ['-h', host, '-p', url.port || '6379'];
  if (url.username) args.push('--user', decodeURIComponent(url.username));
  if (url.protocol === 'rediss:') {
    args.push('--tls');
    if (!net.isIP(host)) args.push('--sni', host);
    // A private certificate authority, named the way Node is told of it.
    const authority = process.env.NODE_EXTRA_CA_CERTS;
    if (authority) args.push('--cacert', authority);
  }
  if (url.pathname.length > 1) args.push('-n', url.pathname.slice(1));
  // Ctrl-C belongs to redis-cli, which leaves a MONITOR or SUBSCRIBE with it.
  return inherit(program, [...args, ...words], { env });
}
