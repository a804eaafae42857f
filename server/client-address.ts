/**
 * The client address. The socket's is a fact; `X-Forwarded-For` is a claim, believed only from proxies that the
 * configuration names.
 */
import { BlockList, isIP } from 'node:net';
import { ConfigError } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { once } from '#lib/once.ts';

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

/** A hop as proxies write it: with a port, an IPv6 address in brackets, in quotes. */
function hopOf(text: string): string {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(bare) ?? [];
  return plain(bracketed ?? bare.replace(/^([\d.]+):\d+$/, '$1'));
}

const unreadable = () => once('server.unreadableHop', () => ({ said: false }));

/** Everybody behind such a proxy counts as one source, so whoever runs the bank must know. */
function sayUnreadable(proxy: string): void {
  const state = unreadable();
  if (state.said) return;
  state.said = true;
  log.warn('a trusted proxy sends no readable X-Forwarded-For: all who come through it count as one source', {
    proxy,
  });
}

/** The nearest address that is not one of our proxies; that of the proxy itself where it names nobody readable. */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trust: Trust,
): string {
  let address = plain(socketAddress ?? 'unknown');
  const hops = forwardedFor ? forwardedFor.split(',').map(hopOf) : [];
  while (trust(address)) {
    const before = hops.pop();
    if (before === undefined) break;
    if (isIP(before) === 0) {
      sayUnreadable(address);
      break;
    }
    address = before;
  }
  return address;
}
