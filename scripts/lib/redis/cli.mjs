/** redis-cli, the program. */
import { existsSync } from 'node:fs';
import net from 'node:net';

const certificates = () =>
  process.env.SSL_CERT_FILE ??
  ['/etc/ssl/certs/ca-certificates.crt', '/etc/pki/tls/certs/ca-bundle.crt', '/etc/ssl/cert.pem'].find(
    (file) => existsSync(file),
  );

/**
 * What leads it to a Redis. The password goes by the environment, so that other users of this machine cannot see it in
 * the process list.
 * @param {string} address
 * @param {string | undefined} libraries a folder of shared libraries that the system lacks
 * @returns {{ args: string[], env: NodeJS.ProcessEnv }}
 */
export function cliTo(address, libraries) {
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
  return { args, env };
}
