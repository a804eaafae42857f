import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { missingBytes } from '#scripts/lib/redis/elf.mjs';
import { file, temporaryFolder } from './fake-programs.ts';

/** A header, one segment whose content ends at 200, and a table of two sections that ends at 128 + 2 * 64. */
function program(): Buffer {
  const bytes = Buffer.alloc(256);
  bytes.writeUInt32BE(0x7f454c46);
  bytes.set([2, 1], 4);
  bytes.writeBigUInt64LE(64n, 0x20);
  bytes.writeBigUInt64LE(128n, 0x28);
  bytes.writeUInt16LE(56, 0x36);
  bytes.writeUInt16LE(1, 0x38);
  bytes.writeUInt16LE(64, 0x3a);
  bytes.writeUInt16LE(2, 0x3c);
  bytes.writeBigUInt64LE(150n, 64 + 0x08);
  bytes.writeBigUInt64LE(50n, 64 + 0x20);
  return bytes;
}
const missing = (content: Buffer | string) => {
  const folder = temporaryFolder();
  return missingBytes(file(folder, 'program', content as string));
};

test('a program that is cut off anywhere is known before it runs', () => {
  for (const size of [0, 1, 5, 6, 63, 64, 100, 199, 255]) {
    expect(missing(program().subarray(0, size)), `${size} bytes`).toMatchObject({ has: size });
  }
  const early = program();
  // Its sections end before its segment does, as after a change by patchelf.
  early.writeBigUInt64LE(64n, 0x28);
  expect(missing(early.subarray(0, 199))).toEqual({ has: 199, needs: 200 });
  // The table of segments itself may be what ends it.
  early.writeBigUInt64LE(200n, 0x20);
  expect(missing(early.subarray(0, 230))).toEqual({ has: 230, needs: 256 });
});

test('a whole one, a script and this Node are left alone', () => {
  expect(missing(program())).toBeNull();
  expect(missing(Buffer.concat([program(), Buffer.from('more')]))).toBeNull();
  expect(missing('#!/bin/sh\nexit 0\n')).toBeNull();
  expect(missing('#!/b')).toBeNull();
  expect(readFileSync(process.execPath).length).toBeGreaterThan(0);
  expect(missingBytes(process.execPath)).toBeNull();
});
