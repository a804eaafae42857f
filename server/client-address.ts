/**
 * The client address. The socket's is a fact; `X-Forwarded-For` is a claim, believed only from proxies that the
 * configuration names.
 */
import { BlockList, isIP } from 'node:net';
import { ConfigError } from '#lib/config.ts';

/** `::ffff:192.0.2.1` is what an IPv4 client looks like on a dual-stack socket. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '');

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

export type Trust = (address: string) => boolean;

/** Parses `10.0.0.0/8`, `::1` … once; throws a ConfigError for what is no address or network. */
export function trustedProxies(entries: readonly string[]): Trust {
  if (entries.length === 0) return () => false;
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    try {
      if (bits === undefined) list.addAddress(address, family(address));
      else list.addSubnet(address, Number(bits), family(address));
    } catch {
      throw new ConfigError(`BANK_TRUSTED_PROXIES names "${entry}", which is no address or network`);
    }
  }
  return (address) => isIP(address) > 0 && list.check(address, family(address));
}

/** The nearest address that is not one of our proxies. */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trust: Trust,
): string {
  let address = plain(socketAddress ?? 'unknown');
  const hops = (forwardedFor ?? '').split(',').map((hop) => plain(hop.trim()));
  while (trust(address)) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = before;
  }
  return address;
}
