import { describe, expect, test } from 'vitest';
import { flags, webPort } from '#scripts/lib/args.mjs';

describe('a command line is understood or refused in one sentence', () => {
  test('known flags are told apart', () => {
    expect(flags(['--lan'], ['--lan', '--dev'])).toEqual({ '--lan': true, '--dev': false });
  });

  test('an unknown one is named, with what there is', () => {
    expect(() => flags(['--lna'], ['--lan', '--dev'])).toThrow(
      'Unknown argument --lna; what there is: --lan, --dev.',
    );
  });

  test('a command without arguments says so', () => {
    expect(() => flags(['x'], [])).toThrow('Unknown argument x; this command takes none.');
  });
});

describe('PORT', () => {
  test('is 8080 when unset or empty', () => {
    expect(webPort({})).toBe(8080);
    expect(webPort({ PORT: '' })).toBe(8080);
  });

  test.each(['abc', '0', '65536', '-1', '80.5', '8080x', '0x50'])('"%s" is refused by its name', (PORT) => {
    expect(() => webPort({ PORT })).toThrow(`PORT must be a number from 1 to 65535, not "${PORT}".`);
  });
});
