import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviceOf } from '#lib/sessions/device.ts';
import { shortAddress } from '#lib/sessions/short-address.ts';
import { isBackground } from '#lib/sign-in/require-session.ts';
import { sourceOf } from '#lib/sign-in/throttle.ts';

const agent = (text: string) => deviceOf(new Headers({ 'user-agent': text }));

describe('a device is recognised by its own person', () => {
  it.each([
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      ['Safari', 'iOS', 'phone'],
    ],
    [
      'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
      ['Chrome', 'Android', 'phone'],
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0',
      ['Edge', 'Windows', 'computer'],
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
      ['Firefox', 'Linux', 'computer'],
    ],
    ['curl/8.10.1', ['curl', 'Unknown', 'program']],
    ['', ['Unknown', 'Unknown', 'unknown']],
  ])('%s', (text, expected) => {
    const { browser, system, kind } = agent(text);
    expect([browser, system, kind]).toEqual(expected);
  });

  it('a device stores none of the text that was sent', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2000 }), (text) => {
        const { browser, system } = agent(text.replace(/[^\x20-\x7e]/g, '?').trim());
        expect(`${browser} ${system}`).toMatch(/^[A-Za-z ]{1,40}$/);
      }),
    );
  });
});

describe('addresses', () => {
  it.each([
    ['203.0.113.9', '203.0.113.x'],
    ['2001:db8:1:2::9', '2001:db8:1:x'],
    ['127.0.0.1', '127.0.0.x'],
    ['::1', '127.0.0.x'],
    ['unknown', 'unknown'],
  ])('%s is shown as %s', (address, shown) => {
    expect(shortAddress(address)).toBe(shown);
  });

  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('%s guesses on the account of %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
  });
});

describe('nobody is behind a request', () => {
  it.each([
    ['x-activity', 'background'],
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['purpose', 'prefetch'],
    ['next-router-prefetch', '1'],
    ['next-router-segment-prefetch', '/_tree'],
  ])('with %s: %s', (name, value) => {
    expect(isBackground(new Headers({ [name]: value }))).toBe(true);
  });

  it('unless it says so', () => {
    expect(isBackground(new Headers({ rsc: '1', 'x-activity': 'active' }))).toBe(false);
  });
});
