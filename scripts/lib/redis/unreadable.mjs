/** Damage that Redis meets while it loads. Good data of a full disk also stop it, which is said in other words. */
const DAMAGE =
  /^\d+:\w .* # .*(reading the (append only|RDB base) file|loading (the )?DB|RDB (reading|preamble|checksum|file contains)|rdb file reading|length\. stat:|AOF manifest file format)/m;

/**
 * What to do when the end of Redis's log says that it cannot load its data.
 * @param {string[]} tail the log's place in brackets, and its last lines
 * @returns {string | undefined} a sentence
 */
export function unreadableIn([place = '', ...lines]) {
  const data = /^\((.*)\/redis\.log\)$/.exec(place)?.[1];
  if (data === undefined || !DAMAGE.test(lines.join('\n'))) return undefined;
  return `Its data cannot be read: put a copy of ${data} back, or delete that folder to begin afresh.`;
}
