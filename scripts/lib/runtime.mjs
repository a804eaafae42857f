/** The Node that runs the bank's TypeScript: 24, from an optional package, whatever Node runs the scripts. */
import { existsSync } from 'node:fs';
import { inRoot } from './paths.mjs';
import { capture, which } from './process.mjs';
import { Stop } from './say.mjs';

/** Types are stripped from 22.18 on, but password hashing (crypto.argon2) came with 24.7. */
const NEEDED = { major: 24, minor: 7 };

/** @param {string} version `v24.21.0` */
export function isNewEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > NEEDED.major || (major === NEEDED.major && minor >= NEEDED.minor);
}

/** @returns {Promise<{ node: string, version: string }>} */
export async function findRuntime() {
  if (isNewEnough(process.version)) return { node: process.execPath, version: process.version };
  const packaged = inRoot('node_modules/.bin/node');
  for (const node of [existsSync(packaged) ? packaged : null, which('node')]) {
    if (!node) continue;
    const { status, output } = await capture(node, ['--version'], { timeoutMs: 10_000 });
    if (status === 0 && isNewEnough(output.trim())) return { node, version: output.trim() };
  }
  throw new Stop(
    `Redis Bank runs on Node ${NEEDED.major}.${NEEDED.minor} or newer; this is ${process.version} and npm has no package of it for ${process.platform}-${process.arch}: install it from https://nodejs.org and start again.`,
  );
}
