/** What a start remembers under `.data/`: the ports it got, and the secrets it made once. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DATA } from './paths.mjs';
import { newPasswords } from './redis/users.mjs';
import { Stop } from './say.mjs';

/**
 * @typedef {object} State
 * @property {{ rung: string, port: number, cli?: string | null, libraries?: string }} [redis] the
 *   Redis of the last start; its addresses follow from the port and the secrets
 */
/** @typedef {{ SESSION_SECRETS: string, redis: import('./redis/users.mjs').Passwords }} Secrets */

/** @param {string} file @returns {any} null when there is none */
function readJson(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return null;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Stop(`${file} is not valid JSON; mend it, or delete it to have a new one made.`);
  }
}

/** Replaces the file in one step, so that a power cut leaves the old one or the new one. */
function writeJson(/** @type {string} */ file, /** @type {unknown} */ value, mode = 0o644) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode });
  renameSync(`${file}.new`, file);
}

/** @param {string} [data] @returns {State} */
export const readState = (data = DATA) => readJson(path.join(data, 'state.json')) ?? {};

/** @param {Partial<State>} change @param {string} [data] */
export const remember = (change, data = DATA) =>
  writeJson(path.join(data, 'state.json'), { ...readState(data), ...change });

/**
 * Passwords and session secrets of this folder, made on the first call and readable by the owner alone.
 * @param {string} [data]
 * @returns {Secrets}
 */
export function secrets(data = DATA) {
  const file = path.join(data, 'secrets.json');
  const known = readJson(file);
  if (known) return known;
  const made = { SESSION_SECRETS: `1:${randomBytes(32).toString('base64url')}`, redis: newPasswords() };
  writeJson(file, made, 0o600);
  return made;
}
