/** Damage to the append-only file of a Redis that does not run. */
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { DATA } from '#scripts/lib/redis/throwaway.mjs';

/** The file that commands are appended to. */
export function appended(folder: string): string {
  const names = readdirSync(path.join(folder, DATA)).filter((name) => name.endsWith('.incr.aof'));
  return path.join(folder, DATA, names.toSorted((a, b) => numberOf(a) - numberOf(b)).at(-1) ?? '');
}

const numberOf = (name: string) => Number(/\.(\d+)\.incr/.exec(name)?.[1]);

export const cutTail = (folder: string, bytes: number): void =>
  truncateSync(appended(folder), Math.max(0, statSync(appended(folder)).size - bytes));

/** Writes a transaction again, all but its last `bytes` bytes, as a crash in the middle of a write leaves it. */
export function tearTail(folder: string, bytes: number): void {
  const file = appended(folder);
  const text = readFileSync(file);
  const from = text.lastIndexOf('*1\r\n$5\r\nMULTI\r\n');
  const to = text.indexOf('*1\r\n$4\r\nEXEC\r\n', from) + '*1\r\n$4\r\nEXEC\r\n'.length;
  if (from < 0 || to - from <= bytes) throw new Error('no transaction to tear');
  appendFileSync(file, text.subarray(from, to - bytes));
}
