/** Lines of web and worker as people read them. They log JSON (lib/log.ts); frameworks print as they like. */

import { stripVTControlCharacters } from 'node:util';
import { paint } from './paint.mjs';

/** @typedef {import('./paint.mjs').Paint} Paint */

const STACK_LINES = 4;

/**
 * Requests say what they like, and the log repeats it: on a terminal no text may begin a line or move the cursor.
 * @param {string} text
 */
const plain = (text) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is not obeyed
  stripVTControlCharacters(text).replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');

/**
 * `14:03:20 worker  the worker could not go on, and tries again  error=The client is offline`
 * @param {string} name of the process
 * @param {string} line
 * @param {Paint} colours
 */
export function logLine(name, line, colours) {
  const label = colours.cyan(name.padEnd(6));
  const entry = parse(line);
  if (!entry) return `${label} ${plain(line)}`;
  const { at, level, message, ...fields } = entry;
  const time = colours.dim(String(at).slice(11, 19));
  const tint = level === 'error' ? colours.red : level === 'warn' ? colours.yellow : String;
  const rest = Object.entries(fields).map(([key, value]) =>
    colours.dim(` ${plain(key)}=${plain(shown(value))}`),
  );
  const stack = level === 'error' ? stackOf(fields).map((at) => `\n         ${colours.dim(plain(at))}`) : [];
  return [`${time} ${label} ${tint(plain(message))}`, ...rest, ...stack].join('');
}

/**
 * What a process said last, for a message: for people on a terminal, as it was said elsewhere.
 * @param {string} name
 * @param {string[]} tail
 * @returns {string[]}
 */
export function lastWords(name, tail) {
  const colours = paint(process.stdout);
  const lines = process.stdout.isTTY ? tail.map((line) => logLine(name, line, colours)) : tail;
  return lines.length > 0 ? ['Its last lines:', ...lines] : [];
}

/** The end of that in one line. @param {string[]} tail */
export function lastWord(tail) {
  const line = tail.at(-1) ?? 'nothing';
  const { message, error } = /** @type {{ message: string, error?: unknown }} */ (
    parse(line) ?? { message: line }
  );
  return plain(error === undefined ? message : `${message} (${shown(error)})`);
}

/** @param {string} line @returns {{ at: string, level: string, message: string } | null} */
function parse(line) {
  if (!line.startsWith('{')) return null;
  try {
    const entry = JSON.parse(line);
    return typeof entry.at === 'string' && typeof entry.message === 'string' ? entry : null;
  } catch {
    return null;
  }
}

const isError = (/** @type {any} */ value) => typeof value?.message === 'string';

/** @param {any} value */
const shown = (value) =>
  isError(value) ? value.message : typeof value === 'string' ? value : JSON.stringify(value);

/** Where it happened, without what the message says already. @param {Record<string, any>} fields @returns {string[]} */
const stackOf = (fields) =>
  Object.values(fields)
    .filter(isError)
    .flatMap(({ stack = '' }) =>
      String(stack)
        .split('\n')
        .filter((line) => /^\s+at /.test(line))
        .slice(0, STACK_LINES)
        .map((line) => line.trim()),
    );
