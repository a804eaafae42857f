/** Command lines of the scripts: a few flags, and one sentence for anything else. */
import { isPort } from './ports.mjs';
import { Stop } from './say.mjs';

/**
 * @template {string} Flag
 * @param {string[]} argv
 * @param {readonly Flag[]} known such as `--lan`
 * @returns {Record<Flag, boolean>}
 */
export function flags(argv, known) {
  const unknown = argv.find((word) => !known.includes(/** @type {Flag} */ (word)));
  if (unknown !== undefined) {
    const there = known.length > 0 ? `what there is: ${known.join(', ')}` : 'this command takes none';
    throw new Stop(`Unknown argument ${unknown}; ${there}.`);
  }
  return /** @type {Record<Flag, boolean>} */ (
    Object.fromEntries(known.map((flag) => [flag, argv.includes(flag)]))
  );
}

/**
 * @param {Record<string, string | undefined>} env
 * @returns {number} the web port
 */
export function webPort(env) {
  const text = env.PORT || '8080';
  const port = Number(text);
  if (!/^\d+$/.test(text) || !isPort(port)) {
    throw new Stop(`PORT must be a number from 1 to 65535, not "${text}".`);
  }
  return port;
}
