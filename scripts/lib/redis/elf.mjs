/** Whether a program or module is whole, before it runs: one that is cut off dies on the way with a signal alone. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const HEADER_BYTES = 64;
const SEGMENT_BYTES = 56;
/** ELF, 64 bits, little-endian. */
const MAGIC = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]);

/**
 * An ELF file of 64 bits names in its header where its segments and its table of sections end, and it is no shorter.
 * What is no such file (a script, another system's program) is not judged, unless it is empty.
 * @param {string} file
 * @returns {{ has: number, needs: number } | null} its bytes, when some are missing
 */
export function missingBytes(file) {
  const descriptor = openSync(file, 'r');
  const read = (/** @type {number} */ from, /** @type {number} */ length) => {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(descriptor, bytes, 0, length, from));
  };
  try {
    const has = fstatSync(descriptor).size;
    const header = read(0, HEADER_BYTES);
    if (has === 0) return { has, needs: 1 };
    if (!header.equals(MAGIC.subarray(0, header.length)) && !header.subarray(0, MAGIC.length).equals(MAGIC))
      return null;
    const needs = header.length < HEADER_BYTES ? HEADER_BYTES : endOf(header, read);
    return has < needs ? { has, needs } : null;
  } finally {
    closeSync(descriptor);
  }
}

/** @param {Buffer} header @param {(from: number, length: number) => Buffer} read */
function endOf(header, read) {
  const table = (/** @type {number} */ offset, /** @type {number} */ size, /** @type {number} */ count) => ({
    from: Number(header.readBigUInt64LE(offset)),
    length: header.readUInt16LE(size) * header.readUInt16LE(count),
  });
  const sections = table(0x28, 0x3a, 0x3c);
  const segments = table(0x20, 0x36, 0x38);
  const ends = [sections, segments].map(({ from, length }) => from + length);
  const programs = read(segments.from, segments.length);
  for (let at = 0; at + SEGMENT_BYTES <= programs.length; at += SEGMENT_BYTES) {
    ends.push(Number(programs.readBigUInt64LE(at + 0x08)) + Number(programs.readBigUInt64LE(at + 0x20)));
  }
  return Math.max(...ends);
}
