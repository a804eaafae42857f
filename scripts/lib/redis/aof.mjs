/**
 * Looks at the append-only files before Redis reads them, and cuts the last one back to its last whole transaction.
 *
 * A process that is killed while it writes can leave half a transaction at the end of the file. Redis 7.4 then cuts
 * the broken command only and leaves the commands before it and their MULTI: from there on it appends, and the next
 * time it starts it carries out the remnant together with the first transaction after it. A posting was counted
 * twice that way. What is cut here was never confirmed to anybody.
 */
import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs';
import path from 'node:path';
import { Stop } from '../say.mjs';

const FOLDER = 'appendonlydir';
const MANIFEST = 'appendonly.aof.manifest';
const WINDOW_BYTES = 1 << 20;
/** `*3\r\n` and `$120\r\n` are short; a longer one is no such line. */
const LINE_BYTES = 64;

/**
 * @param {string} folder the server's `dir`; the server does not run
 * @returns {number} how many bytes were cut
 */
export function mendAof(folder) {
  const manifest = path.join(folder, FOLDER, MANIFEST);
  if (!existsSync(manifest)) return 0;
  const names = [...readFileSync(manifest, 'utf8').matchAll(/^file (\S+) seq \d+ type i$/gm)];
  const last = names.at(-1)?.[1];
  const file = path.join(folder, FOLDER, last ?? '');
  return last && existsSync(file) ? cut(file) : 0;
}

/**
 * Without the manifest Redis does not see its data, begins empty and would be given a new history. Throws a Stop then.
 * @param {string} folder
 */
export function requireManifest(folder) {
  const place = path.join(folder, FOLDER);
  const names = existsSync(place) ? readdirSync(place) : [];
  if (names.includes(MANIFEST) || !names.some((name) => /\.(aof|rdb)$/.test(name))) return;
  throw new Stop(
    `${place} holds data but not ${MANIFEST}, without which Redis would begin empty: put that file back from a copy, or move ${place} away to begin afresh.`,
  );
}

/** @param {string} file */
function cut(file) {
  const descriptor = openSync(file, 'r+');
  try {
    const { size } = fstatSync(descriptor);
    const whole = wholeBytes(windowOn(descriptor), size);
    if (whole === size) return 0;
    ftruncateSync(descriptor, whole);
    return size - whole;
  } finally {
    closeSync(descriptor);
  }
}

/** @typedef {(position: number, length: number) => Buffer} Read up to that many bytes, fewer at the end */

/** @param {number} descriptor @returns {Read} */
function windowOn(descriptor) {
  const window = Buffer.alloc(WINDOW_BYTES);
  let from = 0;
  let filled = 0;
  return (position, length) => {
    if (position < from || position + length > from + filled) {
      from = position;
      filled = readSync(descriptor, window, 0, WINDOW_BYTES, position);
    }
    return window.subarray(position - from, Math.min(filled, position - from + length));
  };
}

/** The end of the last command that is whole and in no open transaction; all of a file that is not understood. */
function wholeBytes(/** @type {Read} */ read, /** @type {number} */ size) {
  let whole = 0;
  let open = false;
  for (let position = 0; position < size; ) {
    const command = commandAt(read, position, size);
    if (command === 'strange') return size;
    if (command === 'short') return whole;
    if (command.name === 'MULTI') open = true;
    if (command.name === 'EXEC') open = false;
    position = command.end;
    if (!open) whole = position;
  }
  return whole;
}

/**
 * @param {Read} read
 * @param {number} position
 * @param {number} size
 * @returns {{ name: string, end: number } | 'short' | 'strange'}
 */
function commandAt(read, position, size) {
  const head = lineAt(read, position);
  if (head === null) return size - position < LINE_BYTES ? 'short' : 'strange';
  // A note such as the time, which Redis can be told to write.
  if (head.text.startsWith('#')) return { name: '', end: head.end };
  const count = /^\*(\d+)$/.exec(head.text)?.[1];
  if (count === undefined) return 'strange';
  let end = head.end;
  let name = '';
  for (let index = 0; index < Number(count); index++) {
    const line = lineAt(read, end);
    if (line === null) return size - end < LINE_BYTES ? 'short' : 'strange';
    const length = /^\$(\d+)$/.exec(line.text)?.[1];
    if (length === undefined) return 'strange';
    const after = line.end + Number(length) + 2;
    if (after > size) return 'short';
    if (index === 0)
      name = read(line.end, Math.min(Number(length), LINE_BYTES))
        .toString('latin1')
        .toUpperCase();
    end = after;
  }
  return { name, end };
}

/** @param {Read} read @param {number} position */
function lineAt(read, position) {
  const bytes = read(position, LINE_BYTES);
  const length = bytes.indexOf('\r\n');
  return length < 0 ? null : { text: bytes.toString('latin1', 0, length), end: position + length + 2 };
}
