/** Replies as redis-cli shows them, for machines without one. */

/** @typedef {string | number | null | Error | Reply[]} Reply */

/**
 * @param {Reply} reply
 * @param {string} [indent]
 * @returns {string}
 */
export function printReply(reply, indent = '') {
  if (reply === null) return '(nil)';
  if (typeof reply === 'number') return `(integer) ${reply}`;
  if (reply instanceof Error) return `(error) ${reply.message}`;
  if (!Array.isArray(reply)) return reply;
  if (reply.length === 0) return '(empty array)';
  return reply
    .map((item, index) => {
      const head = `${index + 1}) `;
      const text = printReply(item, indent + ' '.repeat(head.length));
      return `${index === 0 ? '' : indent}${head}${text}`;
    })
    .join('\n');
}
