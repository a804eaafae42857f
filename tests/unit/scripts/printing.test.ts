import encodeQR from 'qr';
import { describe, expect, test } from 'vitest';
import { lastWord, logLine } from '#scripts/lib/log-line.mjs';
import { bar, paint } from '#scripts/lib/paint.mjs';
import { welcome } from '#scripts/lib/welcome.mjs';

const plain = paint({ isTTY: false }, {});
const coloured = paint({ isTTY: true }, {});

describe('colours', () => {
  test('are for terminals', () => {
    expect(coloured.bold('x')).toBe('\x1b[1mx\x1b[0m');
    expect(plain.bold('x')).toBe('x');
  });

  test.each([
    ['NO_COLOR', '1'],
    ['TERM', 'dumb'],
  ])('are left out where %s=%s asks for it', (name, value) => {
    expect(paint({ isTTY: true }, { [name]: value }).red('x')).toBe('x');
  });
});

describe('progress', () => {
  test('with numbers is a bar, which is full at the end', () => {
    expect(bar('history  3,691 of 7,382')).toBe(`${'█'.repeat(12)}${'░'.repeat(12)} 3,691 of 7,382`);
    expect(bar('7,382 of 7,382')).toBe(`${'█'.repeat(24)} 7,382 of 7,382`);
    expect(bar('0 of 0')).toBe(`${'█'.repeat(24)} 0 of 0`);
  });

  test('without numbers is what it says', () => expect(bar('unpacking')).toBe('unpacking'));
});

describe('a line of web or worker, for people', () => {
  const at = '2026-11-24T14:03:20.512Z';

  test('is its time, its process, its message and its fields', () => {
    const line = JSON.stringify({
      at,
      level: 'info',
      message: 'listening',
      origin: 'http://localhost:8080',
      port: 8080,
    });
    expect(logLine('web', line, plain)).toBe(
      '14:03:20 web    listening origin=http://localhost:8080 port=8080',
    );
  });

  test('says of an error what happened and, where it is one of ours, where', () => {
    const error = {
      name: 'Error',
      message: 'no reply',
      stack: 'Error: no reply\n    at post (lib/post.ts:1:2)',
    };
    expect(logLine('worker', JSON.stringify({ at, level: 'warn', message: 'again', error }), plain)).toBe(
      '14:03:20 worker again error=no reply',
    );
    expect(logLine('worker', JSON.stringify({ at, level: 'error', message: 'failed', error }), plain)).toBe(
      '14:03:20 worker failed error=no reply\n         at post (lib/post.ts:1:2)',
    );
  });

  test('shows what a request said without obeying it', () => {
    const said = 'no\r\n14:03:21 web forged\u001b[2J\u001b]0;forged\u0007\u009b31m\u2028x';
    const shown = 'no 14:03:21 web forged';
    const line = JSON.stringify({ at, level: 'warn', message: said, path: said });
    for (const told of [logLine('web', line, plain), logLine('web', said, plain)]) {
      expect(told).toContain(shown);
      expect(told).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
    }
  });

  test('is in one line what it said last, with the error', () => {
    const error = {
      name: 'Error',
      message: 'no reply',
      stack: 'Error: no reply\n    at post (lib/post.ts:1:2)',
    };
    const line = JSON.stringify({ at, level: 'error', message: 'failed', error });
    expect(lastWord(['before', line])).toBe('failed (no reply)');
    expect(lastWord(['before', 'Segmentation\u001b[2J fault'])).toBe('Segmentation fault');
    expect(lastWord([])).toBe('nothing');
  });

  test.each(['✓ Compiled', '{ not JSON', '{"some":"json"}', ''])(
    'that is no log entry stays as it is: %s',
    (line) => {
      expect(logLine('web', line, plain)).toBe(`web    ${line}`);
    },
  );
});

describe('the welcome', () => {
  const told = {
    origin: 'http://localhost:8080',
    lan: false,
    demo: true,
    took: '4.2 s',
    colours: plain,
    paymentCode: 'ABCD-EFGH-JKMN',
  };

  test('says where the bank is, who can sign in and how to look into Redis', async () => {
    const text = await welcome(told);
    for (const part of [
      'http://localhost:8080',
      'bob',
      'foobared',
      'ABCD-EFGH-JKMN',
      'npm run redis-cli -- ',
      'Ctrl-C stops everything',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('plain http');
  });

  test('has no demo logins in the production profile', async () => {
    expect(await welcome({ ...told, demo: false })).not.toContain('foobared');
  });

  test('has a code for the phone and a warning when the network is served', async () => {
    const text = await welcome({ ...told, origin: 'http://192.168.1.20:8080', lan: true });
    // Light is what is written, two rows of the code in one of text.
    const drawn = text
      .split('\n')
      .filter((line) => /^ {4}██.*██$/.test(line))
      .flatMap((line) =>
        ['█▀', '█▄'].map((lights) => [...line.slice(4)].map((cell) => !lights.includes(cell))),
      );
    const code = encodeQR('http://192.168.1.20:8080', 'raw', { border: 2 });
    expect(drawn.slice(0, code.length)).toEqual(code);
    expect(text).toContain('plain http');
    expect(Math.max(...text.split('\n').map((line) => [...line].length))).toBeLessThanOrEqual(110);
  });
});
