/** Colours and bars, where there is a terminal that shows them. */

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, cyan: 36, blackOnWhite: '30;107' };
/** @typedef {Record<keyof typeof CODES, (text: string) => string>} Paint */

const BAR_CELLS = 24;

/**
 * Plain where the stream is no terminal, or where NO_COLOR (https://no-color.org) or a dumb terminal asks for it.
 * @param {{ isTTY?: boolean }} stream
 * @param {Record<string, string | undefined>} [env]
 * @returns {Paint}
 */
export function paint(stream, env = process.env) {
  const on = Boolean(stream.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb';
  return /** @type {Paint} */ (
    Object.fromEntries(
      Object.entries(CODES).map(([name, code]) => [
        name,
        (/** @type {string} */ text) => (on && text ? `\x1b[${code}m${text}\x1b[0m` : text),
      ]),
    )
  );
}

/**
 * `3,696 of 7,382` becomes a bar with these numbers beside it; other texts stay as they are.
 * @param {string} text
 */
export function bar(text) {
  const [, done, total] = /([\d,]+) of ([\d,]+)$/.exec(text) ?? [];
  if (!done || !total) return text;
  const number = (/** @type {string} */ digits) => Number(digits.replaceAll(',', ''));
  const share = number(total) === 0 ? 1 : Math.min(number(done) / number(total), 1);
  const filled = Math.round(share * BAR_CELLS);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)} ${done} of ${total}`;
}
