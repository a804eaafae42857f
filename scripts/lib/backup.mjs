/** What a backup is: a folder with Redis' snapshot and the secrets, readable by the owner alone. */
import path from 'node:path';
import { Stop } from './say.mjs';

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
