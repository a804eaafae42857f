/** How the lens writes what was seen, on the page and of what is asked later, and which lessons it is an example of. */

/** @typedef {Omit<import('#lib/redis/recorder.ts').Seen, 'card'>} Row */

const CACHING = 'Client-side caching';

/**
 * By which commands, of which kinds of keys, each lesson is met: its row in the README names all of them.
 * @type {Readonly<Record<string, { commands: readonly string[], kinds: readonly string[] }>>}
 */
export const MET_BY = {
  'Sessions as JSON': {
    commands: ['JSON.GET', 'JSON.MGET', 'ZRANGE', 'EVALSHA', 'FT.SEARCH', 'FT.AGGREGATE'],
    kinds: ['session', 'sessions', 'idx:sessions'],
  },
  [CACHING]: { commands: ['JSON.GET', 'GET', 'HGETALL'], kinds: ['session', 'epoch', 'account'] },
  'The atomic script': {
    commands: ['HMGET', 'HGET', 'HGETALL', 'JSON.GET', 'JSON.MGET'],
    kinds: ['account', 'bankTransaction', 'totals', 'pending'],
  },
  Search: { commands: ['FT.AGGREGATE', 'FT.SEARCH'], kinds: ['idx:transactions', 'idx:users', 'idx:audit'] },
  'Sums in the index': { commands: ['FT.AGGREGATE'], kinds: ['idx:transactions'] },
  'Time series': { commands: ['TS.RANGE', 'TS.REVRANGE'], kinds: ['balance_ts'] },
  'Sorted set': { commands: ['ZRANGE'], kinds: ['bigspenders'] },
  Stream: { commands: ['XRANGE', 'XREVRANGE'], kinds: ['transactions'] },
  'Exactly once over two slots': {
    commands: ['XADD', 'JSON.GET', 'JSON.MGET', 'ZRANGE'],
    kinds: ['paymentRequests', 'payment', 'payments'],
  },
  'Fields of a hash': {
    commands: ['HGETALL', 'HGET', 'HMGET', 'EVALSHA'],
    kinds: ['passkeys', 'paymentKeys', 'paymentLimits', 'payees', 'preferences', 'categories'],
  },
  'A log in a chain': { commands: ['HGET', 'HMGET', 'JSON.MGET'], kinds: ['audithead', 'audit'] },
};

/**
 * The lessons that these commands are examples of, in the README's order.
 * @param {readonly Row[]} rows
 */
export const lessonsOf = (rows) =>
  Object.keys(MET_BY).filter((lesson) => rows.some((row) => meets(lesson, row)));

/**
 * Those that a card offers: its own first, whatever it asked.
 * @param {string} own
 * @param {readonly Row[]} rows
 */
export const offeredLessons = (own, rows) => [...new Set([own, ...lessonsOf(rows)])];

/** @param {string} lesson @param {Row} row */
function meets(lesson, { command, about, ms }) {
  if (ms === null) return lesson === CACHING;
  const { commands = [], kinds = [] } = MET_BY[lesson] ?? {};
  // Both read the index; what is grouped is a sum.
  if (lesson === 'Sums in the index' && !about.includes('GROUPBY')) return false;
  const kind = /redisBank:((?:idx:)?\w+)/.exec(about)?.[1] ?? '';
  return commands.includes(command) && kinds.includes(kind);
}

const sizeText = (/** @type {number} */ bytes) =>
  bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;

/**
 * Command, time, size and what it was about; `cache` says that a copy spared the command.
 * @param {Row} row
 * @param {string} cache
 */
export function cellsOf({ command, about, ms, bytes }, cache) {
  // In a header it is in ASCII (lib/redis/describe-command.ts).
  const text = about.replaceAll('...', '…');
  return ms === null ? [cache, '', '', text] : [command, `${ms.toFixed(2)} ms`, sizeText(bytes), text];
}

/**
 * How many commands were sent, and what came back; that copies spared them all, by the words `cache`.
 * @param {readonly Row[]} rows
 * @param {string} cache
 */
export function sumOf(rows, cache) {
  const sent = rows.filter(({ ms }) => ms !== null);
  if (sent.length === 0) return `· ${cache}`;
  return `× ${sent.length}, ${sizeText(sent.reduce((sum, { bytes }) => sum + bytes, 0))}`;
}
