import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mendAof } from '#scripts/lib/redis/aof.mjs';

const root = mkdtempSync(path.join(os.tmpdir(), 'redisbank-aof-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function folderWith(content: string | Buffer): { folder: string; file: string } {
  made += 1;
  const folder = path.join(root, String(made));
  const aof = path.join(folder, 'appendonlydir');
  mkdirSync(aof, { recursive: true });
  writeFileSync(
    path.join(aof, 'appendonly.aof.manifest'),
    'file appendonly.aof.1.base.rdb seq 1 type b\nfile appendonly.aof.1.incr.aof seq 1 type i\n',
  );
  const file = path.join(aof, 'appendonly.aof.1.incr.aof');
  writeFileSync(file, content);
  return { folder, file };
}

const command = (...words: string[]) =>
  `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
const transaction = (...commands: string[]) => command('MULTI') + commands.join('') + command('EXEC');

const BEFORE =
  command('SELECT', '0') +
  transaction(
    command('JSON.SET', 'k', '$', '{"name":"Café\r\n*1"}'),
    command('HINCRBY', 'totals', 'count', '1'),
  );
const NEXT = transaction(
  command('HINCRBY', 'totals', 'count', '1'),
  command('ZINCRBY', 'spenders', '5', '名前 with 😀'),
  command('SET', 'posted', '1', 'PXAT', '99'),
);

describe('a file that ends within a transaction', () => {
  it('is cut to the end of the one before, wherever it was torn', () => {
    const whole = Buffer.from(BEFORE + NEXT);
    for (let size = Buffer.byteLength(BEFORE); size < whole.length; size++) {
      const { folder, file } = folderWith(whole.subarray(0, size));
      expect(mendAof(folder)).toBe(size - Buffer.byteLength(BEFORE));
      expect(readFileSync(file, 'utf8')).toBe(BEFORE);
    }
  });

  it('is cut there too when it is larger than what is read at once', () => {
    const long = transaction(command('SET', 'k', 'x'.repeat(3_000_000)));
    const { folder, file } = folderWith(long + BEFORE + NEXT.slice(0, -5));
    mendAof(folder);
    expect(readFileSync(file, 'utf8')).toBe(long + BEFORE);
  });
});

it.each([
  ['whole', BEFORE + NEXT],
  ['empty', ''],
  ['with notes of the time', `#TS:1764000000\r\n${BEFORE}#TS:1764000001\r\n${NEXT}`],
  ['with a remnant of long ago', command('MULTI') + command('INCR', 'a') + BEFORE],
  ['of another format', `REDIS0011${'x'.repeat(500)}`],
  ['broken in the middle', `${BEFORE}xxxx${NEXT}`],
])('a file that is %s is left as it is', (_, content) => {
  const { folder, file } = folderWith(content);
  expect(mendAof(folder)).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(content);
});

it('a folder without such a file is none of its business', () => {
  expect(mendAof(path.join(root, 'nowhere'))).toBe(0);
  const { folder, file } = folderWith('');
  rmSync(file);
  expect(mendAof(folder)).toBe(0);
});
