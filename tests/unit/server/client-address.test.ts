import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { ConfigError } from '#lib/config.ts';
import { log } from '#lib/log.ts';
import { clientAddress, trustedProxies } from '#server/client-address.ts';

/** Properties are checked many times over, on whatever machine. */
vi.setConfig({ testTimeout: 30_000 });

const nobody = trustedProxies([]);
const proxies = trustedProxies(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);

describe('who is asking', () => {
  test('is the socket, whatever is claimed, as long as no proxy is named', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), (socket, claim) => {
        expect(clientAddress(socket, claim, nobody)).toBe(socket);
      }),
    );
  });

  test('is the nearest address that is not one of our own proxies', () => {
    expect(clientAddress('10.1.2.3', '203.0.113.9', proxies)).toBe('203.0.113.9');
    expect(clientAddress('10.1.2.3', '203.0.113.9, 10.9.9.9, 192.0.2.7', proxies)).toBe('203.0.113.9');
    expect(clientAddress('2001:db8::5', '2606:4700::1', proxies)).toBe('2606:4700::1');
    expect(clientAddress('::ffff:10.0.0.1', '::ffff:203.0.113.9', proxies)).toBe('203.0.113.9');
  });

  test('cannot be chosen by a client behind a proxy: what it put in itself lies further away', () => {
    fc.assert(
      fc.property(fc.string(), (forged) => {
        expect(clientAddress('10.1.2.3', `${forged}, 203.0.113.9`, proxies)).toBe('203.0.113.9');
      }),
    );
  });

  test('is the proxy itself when what it forwards is no address', () => {
    const warned = vi.spyOn(log, 'warn').mockImplementation(() => {});
    for (const claim of ['', ' ', 'unknown', '_hidden', '203.0.113.9:', '[::1', '<script>', ',,,']) {
      expect(clientAddress('10.1.2.3', claim, proxies)).toBe('10.1.2.3');
    }
    // Once, since it is so for every request.
    expect(warned).toHaveBeenCalledExactlyOnceWith(expect.stringMatching(/count as one source/), {
      proxy: '10.1.2.3',
    });
  });

  test.each([
    ['203.0.113.9:1234', '203.0.113.9'],
    ['"203.0.113.9"', '203.0.113.9'],
    ['[2606:4700::1]', '2606:4700::1'],
    ['"[2606:4700::1]:4711"', '2606:4700::1'],
    ['203.0.113.9:1234, [2001:db8::7]:80', '203.0.113.9'],
  ])('is read as proxies write it: %s', (claim, address) => {
    expect(clientAddress('10.1.2.3', claim, proxies)).toBe(address);
  });

  test('a claim from a socket that is no proxy of ours counts for nothing', () => {
    expect(clientAddress('203.0.113.50', '10.0.0.1', proxies)).toBe('203.0.113.50');
    expect(clientAddress(undefined, '10.0.0.1', proxies)).toBe('unknown');
  });

  test.each(['10.0.0.0/33', 'nonsense', '10.0.0.0/x', '', '::1/129'])(
    '%j is no proxy, and stops the start',
    (entry) => {
      expect(() => trustedProxies([entry])).toThrow(ConfigError);
    },
  );
});
