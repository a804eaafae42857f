/** What the scripts print: a line a step with its time, and one exact sentence when something stops them. */
import { bar, paint } from './paint.mjs';

/** A reason to stop that the reader can act on: printed alone, without a stack. */
export class Stop extends Error {
  /** @override */
  name = 'Stop';
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 80;
const ERASE = '\r\x1b[2K';
const FAILED = 'FAILED';
const OLDEST_NODE = 20;

const startedAtMs = Date.now();
const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`;
const colours = paint(process.stdout);

// A closed terminal or pipe must not end the script before it has stopped what it started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** The step under way, at the foot of a terminal; everything else is printed above it. @type {(() => string) | null} */
let foot = null;
const redraw = () => process.stdout.write(foot ? foot() : '');
setInterval(redraw, FRAME_MS).unref();

/** Takes the foot away: its step has come to an end, or the script has, in the middle of it. */
export function eraseFoot() {
  process.stdout.write(foot ? ERASE : '');
  foot = null;
}

/** @param {NodeJS.WriteStream} stream @param {string} text */
function print(stream, text) {
  process.stdout.write(foot ? ERASE : '');
  stream.write(`${text}\n`);
  redraw();
}

/** @param {string} text */
export const say = (text) => print(process.stdout, text);

/** @param {string} text */
export const warn = (text) => print(process.stderr, paint(process.stderr).yellow(`warning: ${text}`));

/**
 * Runs one step and prints its name, what came of it and how long it took. `work` answers the outcome as text.
 * On a terminal what it says of its progress moves in one line; elsewhere each is a line.
 * @template T
 * @param {string} name
 * @param {(progress: (text: string) => void) => Promise<T> | T} work
 * @param {(result: T) => string} [outcome]
 * @returns {Promise<T>}
 */
export async function step(name, work, outcome = String) {
  const beganAtMs = Date.now();
  const took = () => colours.dim(seconds(Date.now() - beganAtMs));
  const label = name.padEnd(9);
  let text = '';
  const draw = () => {
    const frame = FRAMES[Math.floor((Date.now() - beganAtMs) / FRAME_MS) % FRAMES.length];
    const room = (process.stdout.columns || 80) - label.length - 16;
    return `${ERASE}  ${colours.cyan(frame ?? '')} ${label} ${bar(text).slice(0, Math.max(room, 0))} ${took()}`;
  };
  const progress = (/** @type {string} */ said) => {
    if (said === text) return;
    text = said;
    if (!process.stdout.isTTY) process.stdout.write(`    ${label} ${said}\n`);
  };
  if (process.stdout.isTTY) foot = draw;
  redraw();
  try {
    const result = await work(progress);
    eraseFoot();
    const came = outcome(result);
    const mark = came === FAILED ? colours.red('✗') : colours.green('✓');
    say(`  ${mark} ${label} ${came} ${took()}`);
    return result;
  } catch (error) {
    eraseFoot();
    throw error;
  }
}

/** Time since the script began, for its last line. */
export const elapsed = () => seconds(Date.now() - startedAtMs);

/** @type {Record<string, string>} */
const DISK_FAULTS = {
  EACCES: 'this user may not: start as the one who owns it, or give this one the right',
  EPERM: 'this user may not: start as the one who owns it, or give this one the right',
  EROFS: 'its file system is read-only: mount it for writing, or start from a copy elsewhere',
  ENOSPC: 'the disk is full: make room',
  EDQUOT: 'the quota of this user is used up: make room',
};

/** @param {unknown} error @returns {string | undefined} a sentence, when the file system refused something */
function refusedByDisk(error) {
  const { code = '', path, syscall } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  return path && DISK_FAULTS[code] && `${path} cannot be written (${syscall}); ${DISK_FAULTS[code]}.`;
}

/**
 * Runs a script's main function: a Stop and what the file system refuses become a
 * sentence, anything else is a defect and shows its stack.
 * @param {() => Promise<number | undefined | void>} main answers the exit status
 */
export async function run(main) {
  try {
    if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
      throw new Stop(`Redis Bank needs Node ${OLDEST_NODE} or newer; this is ${process.version}.`);
    }
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    eraseFoot();
    const sentence = error instanceof Stop ? error.message : refusedByDisk(error);
    if (sentence) process.stderr.write(`${paint(process.stderr).red('✗')} ${sentence}\n`);
    else console.error(error);
  }
}
