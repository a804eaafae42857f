/** How the lens writes what was seen, on the page and of what is asked later. */

/** @typedef {Omit<import('#lib/redis/recorder.ts').Seen, 'card'>} Row */

const sizeText = (/** @type {number} */ bytes) =>
  bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;

/**
 * Command, time, size and what it was about; `cache` says that a copy spared the command.
 * @param {Row} row
 * @param {string} cache
 */
export const cellsOf = ({ command, about, ms, bytes }, cache) =>
  ms === null ? [cache, '', '', about] : [command, `${ms.toFixed(2)} ms`, sizeText(bytes), about];

/**
 * How many commands were sent, and what came back.
 * @param {readonly Row[]} rows
 */
export function sumOf(rows) {
  const sent = rows.filter(({ ms }) => ms !== null);
  return `× ${sent.length}, ${sizeText(sent.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}
