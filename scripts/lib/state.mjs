/** What a start remembers under `.data/`: the ports it got, and the secrets it made once. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DATA } from './paths.mjs';
import { isPort } from './ports.mjs';
import { newPasswords, USERS } from './redis/users.mjs';
import { Stop } from './say.mjs';

/**
 * @typedef {object} State
 * @property {{ rung: string, port: number, cli?: string | null, libraries?: string }} [redis] the
 *   Redis of the last start; its addresses follow from the port and the secrets
 * @property {string} [origin] where the last start served the site
 * @property {boolean} [production] whether that was in production
 */
/** @typedef {{ SESSION_SECRETS: string, redis: import('./redis/users.mjs').Passwords }} Secrets */
/** @typedef {Record<import('./redis/users.mjs').User, string>} Urls */

/** @param {string} file @returns {any} null when there is none, undefined when it cannot be understood */
export function readJson(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw new Stop(`${file} cannot be read (${/** @type {Error} */ (error).message}).`);
  }
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the file in one step, so that a power cut leaves the old one or the new one. */
export function writeJson(/** @type {string} */ file, /** @type {unknown} */ value, mode = 0o644) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(`${file}.new`, file);
}

/** A damaged one is as good as none: it only saves looking. @param {string} [data] @returns {State} */
export function readState(data = DATA) {
  const { redis, origin, production } = readJson(path.join(data, 'state.json')) ?? {};
  return {
    ...(isPort(redis?.port) ? { redis } : {}),
    ...(typeof origin === 'string' ? { origin } : {}),
    ...(typeof production === 'boolean' ? { production } : {}),
  };
}

/** @param {Partial<State>} change @param {string} [data] */
export const remember = (change, data = DATA) =>
  writeJson(path.join(data, 'state.json'), { ...readState(data), ...change });

/**
 * Passwords and session secrets of this folder, made on the first call and readable by the owner alone. Damaged
 * ones are not replaced unasked: new session secrets sign everybody out.
 * @param {string} [data]
 * @returns {Secrets}
 */
export function secrets(data = DATA) {
  const file = path.join(data, 'secrets.json');
  const known = readJson(file);
  if (known === null) {
    const made = { SESSION_SECRETS: `1:${randomBytes(32).toString('base64url')}`, redis: newPasswords() };
    writeJson(file, made, 0o600);
    return made;
  }
  // A folder of a build that knew fewer users.
  if (known?.redis?.deploy && !known.redis.payments) {
    known.redis.payments = newPasswords().payments;
    writeJson(file, known, 0o600);
  }
  if (typeof known?.SESSION_SECRETS !== 'string' || USERS.some((user) => !known.redis?.[user])) {
    throw new Stop(`${file} is damaged; delete it to have new secrets made, which signs everybody out.`);
  }
  return known;
}

const givenFile = (/** @type {string} */ data) => path.join(data, 'given-redis.json');

/** @param {string} [data] */
export const forgetGiven = (data = DATA) => rmSync(givenFile(data), { force: true });

/**
 * The addresses a start was given by REDIS_URL, kept for as long as it runs, so that other commands of this folder
 * work on the same Redis. Readable by the owner alone.
 * @param {Urls} urls
 * @param {string} [data]
 */
export const rememberGiven = (urls, data = DATA) => writeJson(givenFile(data), urls, 0o600);

/** @param {string} [data] @returns {Urls | null} */
export const givenUrls = (data = DATA) => readJson(givenFile(data)) ?? null;
