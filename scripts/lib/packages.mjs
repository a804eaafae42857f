/** Packages: `npm ci` when what is installed is not what package-lock.json says. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { capture, lastLines } from './process.mjs';
import { Stop } from './say.mjs';
import { readJson } from './state.mjs';

/** @param {string} file @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | undefined} */
const packagesOf = (file) => readJson(file)?.packages;

/**
 * npm writes node_modules/.package-lock.json last, as the record of what is installed; an interrupted install
 * has none. Packages for other platforms are optional and may be missing.
 * @param {string} [root]
 */
export function packagesAreCurrent(root = ROOT) {
  const wanted = packagesOf(path.join(root, 'package-lock.json'));
  const installed = packagesOf(path.join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !installed) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    const found = installed[name];
    if (name === '' || (!found && entry.optional)) return true;
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return false;
    // What was taken away afterwards is in npm's record all the same.
    return existsSync(path.join(root, name, 'package.json'));
  });
}

/**
 * A file that is missing inside a package, which npm's record does not tell, found by whoever needed it.
 * @param {string} text what a process printed
 * @returns {string | undefined} a sentence
 */
export function holeIn(text) {
  const what = /Cannot find (?:package|module) '([^']+)'/.exec(text)?.[1];
  return what && `The packages are not whole (${what} is missing): delete node_modules and start again.`;
}

/**
 * @param {(text: string) => void} [progress]
 * @returns {Promise<string>} what was done
 */
export async function ensurePackages(progress = () => {}) {
  if (packagesAreCurrent()) return 'installed';
  progress('npm ci (a minute or so, once)');
  // Under `npm start` this is the npm that runs us; its messages about Node 20 are no news to the reader.
  const cli = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : null;
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args] = cli ? [process.execPath, [cli, ...words]] : ['npm', words];
  const { status, output } = await capture(command, args, { cwd: ROOT });
  if (status !== 0) throw new Stop(`npm ci could not install the packages:\n${lastLines(output)}`);
  return 'installed now';
}
