/** What a backup is: a folder with Redis' snapshot and the secrets, readable by the owner alone. */
import path from 'node:path';
import { Stop } from './say.mjs';

export const SECRETS = /** @type {const} */ (['SESSION_SECRETS', 'AUDIT_SECRETS']);

/** @param {string} folder */
export const snapshotIn = (folder) => path.join(folder, 'dump.rdb');
/** @param {string} folder */
export const secretsIn = (folder) => path.join(folder, 'secrets.json');

/** @param {string} command @returns {string} the one folder that the command line names */
export function folderNamed(command) {
  const words = process.argv.slice(2);
  if (words.length !== 1 || words[0]?.startsWith('-'))
    throw new Stop(`Name one folder: npm run ${command} -- ../bank-backup`);
  return path.resolve(words[0] ?? '');
}

/**
 * What is saved beside the data. Production is given its secrets, so those that this folder made are not its own:
 * throws a Stop unless the environment has both.
 * @param {{ env: Record<string, string | undefined>, kept: Record<string, unknown> | null | undefined, production: boolean }} from `kept` is
 *   what this folder has
 * @returns {Record<string, unknown>}
 */
export function secretsToSave({ env, kept, production }) {
  const given = SECRETS.filter((name) => env[name]);
  const all = { ...kept, ...Object.fromEntries(given.map((name) => [name, env[name]])) };
  if (production ? given.length < SECRETS.length : !all.SESSION_SECRETS)
    throw new Stop('Run it with the SESSION_SECRETS and AUDIT_SECRETS of the bank.');
  return all;
}
