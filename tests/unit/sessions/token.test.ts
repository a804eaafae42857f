import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserTag } from '#lib/ids.ts';
import { digestOf, formatToken, newToken, parseToken, renewToken, sameDigest } from '#lib/sessions/token.ts';

const USER = 'u'.repeat(22) as UserTag;
const SHAPE = /^[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}$/;

describe('a token is 128, 128 and 256 random bits', () => {
  it('in base64url, joined by dots, and reads back as it was made', () => {
    const token = newToken(USER);
    expect(Buffer.from(token.sid, 'base64url')).toHaveLength(16);
    expect(Buffer.from(token.secret, 'base64url')).toHaveLength(32);
    expect(formatToken(token)).toMatch(SHAPE);
    expect(parseToken(formatToken(token))).toEqual(token);
  });

  it('no two tokens share an id or a secret', () => {
    const tokens = Array.from({ length: 1000 }, () => newToken(USER));
    expect(new Set(tokens.map(({ sid }) => sid)).size).toBe(1000);
    expect(new Set(tokens.map(({ secret }) => secret)).size).toBe(1000);
  });

  it('every bit of a secret varies', { timeout: 30_000 }, () => {
    const ones = Array<number>(256).fill(0);
    for (let made = 0; made < 400; made++) {
      const bytes = Buffer.from(newToken(USER).secret, 'base64url');
      for (let bit = 0; bit < 256; bit++) {
        ones[bit] = (ones[bit] ?? 0) + (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1);
      }
    }
    // 400 throws of a coin give fewer than 100 or more than 300 of one side once in 10^23.
    expect(Math.min(...ones)).toBeGreaterThan(100);
    expect(Math.max(...ones)).toBeLessThan(300);
  });

  it('a rotated token keeps user and session and has another secret', () => {
    const token = newToken(USER);
    const renewed = renewToken(token);
    expect(renewed).toMatchObject({ user: token.user, sid: token.sid });
    expect(renewed.secret).not.toBe(token.secret);
  });
});

describe('whatever is not of that shape is no token', () => {
  it('any text: null, or exactly what was given', { timeout: 30_000 }, () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const token = parseToken(text);
        expect(token === null || (SHAPE.test(text) && formatToken(token) === text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('a real token with one character changed to a foreign one, or any length but its own', {
    timeout: 30_000,
  }, () => {
    const real = formatToken(newToken(USER));
    const foreign = fc.constantFrom(...'.:*?{}[]()|`"\'\\/@%+= \n\r\t\0é\u2028😀');
    fc.assert(
      fc.property(fc.nat(real.length - 1), foreign, (at, character) => {
        const text = real.slice(0, at) + character + real.slice(at + 1);
        // A dot where the dot was is the real token.
        expect(parseToken(text)).toEqual(text === real ? parseToken(real) : null);
      }),
    );
    fc.assert(
      fc.property(fc.nat(300), (length) => {
        const text = real.repeat(4).slice(0, length);
        expect(parseToken(text) === null).toBe(length !== real.length);
      }),
    );
  });

  it.each(['\n', '\r\n', ' ', '\0'])('a token followed or preceded by %j', (extra) => {
    const real = formatToken(newToken(USER));
    expect(parseToken(real + extra)).toBeNull();
    expect(parseToken(extra + real)).toBeNull();
  });

  it('parts of other lengths that add up to the same', () => {
    const text = `${'a'.repeat(21)}.${'b'.repeat(23)}.${'c'.repeat(43)}`;
    expect(text).toHaveLength(89);
    expect(parseToken(text)).toBeNull();
  });
});

describe('digests', () => {
  it('are SHA-256, and tell nothing of the secret', () => {
    expect(digestOf('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
  });

  it('are the same only when every character is', () => {
    const digest = digestOf('a');
    expect(sameDigest(digest, digestOf('a'))).toBe(true);
    expect(sameDigest(digest, digestOf('b'))).toBe(false);
    expect(sameDigest(digest, digest.slice(0, -1))).toBe(false);
    expect(sameDigest(digest, '')).toBe(false);
    expect(sameDigest('é', 'e\u0301')).toBe(false);
  });
});
