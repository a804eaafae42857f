import { describe, expect, it } from 'vitest';
import { passwordFault } from '#lib/identity/password-rules.ts';

const of = (next: string) => passwordFault(next, { username: 'bob', current: 'the current one' });

describe('a new password', () => {
  it.each([
    'correct horse battery staple',
    'aaa bbb ccc ddd e',
    'zwölf Zeichen ja',
    'ключ от квартиры где деньги',
    '            x            ',
    '😀😁😂🤣😃😄😅😆😉😊😋😎',
    `${'x'.repeat(127)}y`,
  ])('%j is taken: spaces, any script and any length up to 128 are', (next) => {
    expect(of(next)).toBeNull();
  });

  it.each([
    ['', 'too_short'],
    ['elevenchars', 'too_short'],
    // Twelve bytes and four characters.
    ['😀😁😂', 'too_short'],
    ['x'.repeat(129), 'too_long'],
    ['the current one', 'unchanged'],
    ['bobbobbobbob', 'like_username'],
    ['RedisBank bob1', 'like_username'],
    ['qwertyuiop123', 'common'],
    ['QwertyUIOP123', 'common'],
    ['123456789012', 'common'],
    ['password1234', 'common'],
    ['１２３４５６７８９０１２', 'common'],
  ])('%j is refused: %s', (next, fault) => {
    expect(of(next)).toBe(fault);
  });
});
