/** Text in queries of RediSearch, dialect 2: what is escaped here cannot leave its clause. */

/**
 * Escapes a value inside `@tag:{…}`. Every ASCII punctuation and space needs a backslash and nothing else may have
 * one: it is a syntax error before a dash outside ASCII or a symbol, and so is a bare underscore. Control characters
 * are dropped. Source: RediSearch, "Query syntax", tag filters.
 */
export const escapeTag = (value: string): string =>
  value.replace(/\p{Cc}/gu, '').replace(/[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]/g, '\\$&');
