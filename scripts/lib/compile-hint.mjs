/** What is put before scripts that Next has built, so that browsers compile them while they load. */

/**
 * V8 compiles a function when it is first called, for which the page waits, unless the script begins so (Chrome 136,
 * "explicit compile hints"; to others it is a comment): then all of it is compiled while it loads, on another thread.
 * What is smaller than this is not compiled there. `tests/bench/vitals.bench.ts` tells what it is worth.
 */
const COMPILE_AT_ONCE = '//# allFunctionsCalledOnLoad\n';
const COMPILED_ASIDE_BYTES = 30 * 1024;

/**
 * @param {string} file
 * @param {Buffer} content
 * @returns {Buffer} the same for what is no script, too small, or has the hint
 */
export function withCompileHint(file, content) {
  const gains = file.endsWith('.js') && content.length >= COMPILED_ASIDE_BYTES;
  if (!gains || content.subarray(0, COMPILE_AT_ONCE.length).equals(Buffer.from(COMPILE_AT_ONCE)))
    return content;
  return Buffer.concat([Buffer.from(COMPILE_AT_ONCE), content]);
}
