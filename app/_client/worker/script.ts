/**
 * The service worker as one script. Its modules are plain JavaScript, joined in the order in which they use each
 * other: a worker for the whole site has to come from the root, and a classic one is understood everywhere.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const MODULES = ['rules', 'store', 'gather', 'keeper', 'shell', 'main'];
const IMPORTS = /^import\b[^;]*;\n/gm;
const EXPORT = /^export /gm;
const VERSION_CHARS = 16;

const readModule = (name: string) =>
  readFileSync(path.join(process.cwd(), 'app/_client/worker', `${name}.mjs`), 'utf8');

/** In development there is no build to name. */
function buildId(): string {
  try {
    return readFileSync(path.join(process.cwd(), '.next/BUILD_ID'), 'utf8').trim();
  } catch {
    return 'development';
  }
}

/** The joined source; another build or another source is another version, which browsers take for a new worker. */
export function workerScript(build = buildId()): string {
  const joined = MODULES.map(readModule).join('\n').replaceAll(IMPORTS, '').replaceAll(EXPORT, '');
  const version = createHash('sha256').update(build).update(joined).digest('hex').slice(0, VERSION_CHARS);
  return `'use strict';\n${joined.replace('__BUILD__', version)}`;
}
