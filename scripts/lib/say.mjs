/** What the scripts print: a line a step with its time, and one exact sentence when something stops them. */

/** A reason to stop that the reader can act on: printed alone, without a stack. */
export class Stop extends Error {
  /** @override */
  name = 'Stop';
}

const startedAtMs = Date.now();
const seconds = (/** @type {number} */ ms) => `${(ms / 1000).toFixed(1)} s`;

// A closed terminal or pipe must not end the script before it has stopped what it started.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string} text */
export function warn(text) {
  process.stderr.write(`warning: ${text}\n`);
}

/**
 * Runs one step and prints its name, what came of it and how long it took. `work` answers the outcome as text.
 * On a terminal the name appears at once and progress replaces it; elsewhere one line is printed at the end.
 * @template T
 * @param {string} name
 * @param {(progress: (text: string) => void) => Promise<T> | T} work
 * @param {(result: T) => string} [outcome]
 * @returns {Promise<T>}
 */
export async function step(name, work, outcome = String) {
  const beganAtMs = Date.now();
  const live = Boolean(process.stdout.isTTY);
  const label = name.padEnd(10);
  const progress = (/** @type {string} */ text) => {
    if (live) process.stdout.write(`\r\x1b[2K  ${label} ${text}`);
    else process.stdout.write(`  ${label} ${text}\n`);
  };
  if (live) progress('…');
  try {
    const result = await work(progress);
    if (live) process.stdout.write('\r\x1b[2K');
    const text = outcome(result);
    say(`${text === 'FAILED' ? '✗' : '✓'} ${label} ${text} (${seconds(Date.now() - beganAtMs)})`);
    return result;
  } catch (error) {
    if (live) process.stdout.write('\r\x1b[2K');
    throw error;
  }
}

/** Time since the script began, for its last line. */
export const elapsed = () => seconds(Date.now() - startedAtMs);

/**
 * Runs a script's main function: a Stop becomes its sentence, anything else is a defect and shows its stack.
 * @param {() => Promise<number | undefined | void>} main answers the exit status
 */
export async function run(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Stop) process.stderr.write(`${error.message}\n`);
    else console.error(error);
  }
}
