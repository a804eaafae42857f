/**
 * What may be shown of a command: its name, its keys, those of its words that are Redis' own, and fields of an index or of
 * a hash whose fields the bank names, in their order. Values never are, nor what stands in a key as an id of a session or a
 * digest: where one was left out stands LEFT_OUT.
 */
import type { UserTag } from '#lib/ids.ts';
import { PREFIX } from '#lib/redis/keys.ts';
import { scriptFile } from '#lib/redis/scripts.ts';

/** Of Redis' grammar, in the spelling in which the bank sends them. */
const GRAMMAR = new Set(
  `$ + - +inf -inf AGGREGATION APPLY ASC BYSCORE COUNT DESC FILTER FUZZY GROUPBY LAST LATEST LIMIT LOAD MAX MAXLEN MIN NX REDUCE REV SORTBY SUM
  VERBATIM WITHSCORES XX avg last max min`.split(/\s+/),
);
const KEY = new RegExp(`^${PREFIX}(\\w+)(?::\\{([^}]+)\\}(:.*)?)?`);
const INDEX = new RegExp(`^${PREFIX}idx:[\\w:-]+$`);
const QUERIES = new Set(['FT.AGGREGATE', 'FT.SEARCH']);
/** In a query. A person's text is escaped there. */
const FIELD = /(?<!\\)(@[a-z]\w*)/i;
/** In ASCII: it goes in a header, too. */
const LEFT_OUT = '...';
/** Reads of some fields of a hash, and the hashes whose fields are no data of anybody. */
const HASH_READS = new Set(['HGET', 'HMGET']);
const NAMED_FIELDS = new RegExp(`^${PREFIX}(?:account|totals):`);
/** An account, and what follows it: an entry, a month, a tier. */
const OF_ACCOUNT = /^:a_[\w-]{10}(?::[\w:-]*)?$/;

/** A key as it may be shown to its owner. Null for a key of somebody else. */
export function describeKey(key: string, user: UserTag): string | null {
  if (INDEX.test(key)) return key;
  const [, kind = '', tag, rest = ''] = KEY.exec(key) ?? [];
  if (tag === undefined) return `${PREFIX}${kind}${key.length > PREFIX.length + kind.length ? ':*' : ''}`;
  if (tag !== user) return null;
  return `${PREFIX}${kind}:{${tag}}${rest === '' || OF_ACCOUNT.test(rest) ? rest : ':*'}`;
}

/** Null for a command with a key of somebody else. */
export function describeCommand(
  words: readonly unknown[],
  user: UserTag,
): { command: string; about: string } | null {
  const [command = '', ...more] = words.map(String);
  const keys = more.filter(isKey).map((key) => describeKey(key, user));
  if (keys.includes(null)) return null;
  const [first, ...others] = keys;
  const file = command === 'EVALSHA' ? scriptFile(more[0] ?? '') : undefined;
  const namesFields = HASH_READS.has(command) && NAMED_FIELDS.test(first ?? '');
  // Of a script, the digest is said by its file, and how many keys it has by what follows the first.
  const shown = (file === undefined ? more : more.slice(2)).flatMap((word, at, all) => {
    if (isKey(word))
      return all.findIndex(isKey) < at ? [] : [first, others.length > 0 && `+${others.length}`];
    if (namesFields || GRAMMAR.has(word)) return word;
    return QUERIES.has(command) ? fieldsIn(word) : LEFT_OUT;
  });
  const about = [file, ...shown].filter(Boolean);
  return {
    command,
    about: about.filter((word, at) => word !== LEFT_OUT || about[at - 1] !== word).join(' '),
  };
}

const isKey = (word: string) => word.startsWith(PREFIX);
const fieldsIn = (word: string) =>
  word.split(FIELD).flatMap((part, at) => (at % 2 === 1 ? part : part.trim() !== '' ? LEFT_OUT : []));

const line = (length: number) => 1 + String(length).length + 2;

/** The length of a reply on the wire, by RESP3: https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export function replyBytes(reply: unknown): number {
  if (reply === null || reply === undefined) return 3;
  if (typeof reply === 'number' || typeof reply === 'bigint') return 1 + String(reply).length + 2;
  if (typeof reply === 'boolean') return 4;
  if (typeof reply === 'string' || Buffer.isBuffer(reply)) {
    const length = Buffer.byteLength(reply);
    return line(length) + length + 2;
  }
  const members = Array.isArray(reply)
    ? reply
    : [...(reply instanceof Map ? reply : Object.entries(reply))].flat();
  return line(members.length) + members.reduce((sum: number, member) => sum + replyBytes(member), 0);
}
