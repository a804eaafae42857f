/** The service worker as one script: a worker for the whole site comes from the root, and a classic one is understood everywhere. */
import { createHash } from 'node:crypto';
import { build } from 'esbuild';
import { inRoot } from './paths.mjs';

const VERSION_CHARS = 16;

/**
 * Bundles `app/_client/worker` and writes its version in front: another build or another source is another version,
 * which browsers take for a new worker.
 * @param {string} buildId what Next calls the build
 * @returns {Promise<string>}
 */
export async function bundleWorker(buildId) {
  const { outputFiles } = await build({
    entryPoints: [inRoot('app/_client/worker/main.ts')],
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: true,
    write: false,
  });
  const script = outputFiles[0]?.text ?? '';
  const version = createHash('sha256').update(buildId).update(script).digest('hex').slice(0, VERSION_CHARS);
  return `'use strict';\nconst BUILD = '${version}';\n${script}`;
}
