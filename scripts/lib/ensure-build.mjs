/** `npm run build`, when the source is not the one that was built. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, ROOT } from './paths.mjs';
import { capture, lastLines } from './process.mjs';
import { Stop } from './say.mjs';

/** All that a build reads. server/ and worker/ are run as they are. */
const SOURCES = [
  'app',
  'lib',
  'public',
  'proxy.ts',
  'instrumentation.ts',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/lib/compile-hint.mjs',
  'scripts/lib/service-worker.mjs',
];
const BUILD_ID = inRoot('.next/BUILD_ID');
const STAMP = inRoot('.next/redisbank-build');

/** @param {string} place @returns {string[]} all files below it, in a stable order */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (statSync(place).isFile()) return [place];
  return readdirSync(place)
    .sort()
    .flatMap((name) => filesOf(path.join(place, name)));
}

/** @param {string} [root] @param {readonly string[]} [sources] @returns {string} a digest of names and contents */
export function sourceDigest(root = ROOT, sources = SOURCES) {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((name) => filesOf(path.join(root, name)))) {
    const content = readFileSync(file);
    hash.update(`${path.relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/**
 * @param {string} node
 * @param {(text: string) => void} [progress]
 * @returns {Promise<string>} what was done
 */
export async function ensureBuild(node, progress = () => {}) {
  const digest = sourceDigest();
  if ([BUILD_ID, STAMP].every(existsSync) && readFileSync(STAMP, 'utf8') === digest) return 'unchanged';
  progress('next build (half a minute, when the source changed)');
  const { status, output } = await capture(node, [inRoot('scripts/build.mjs')], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Stop(`next build failed:\n${lastLines(output, 40)}`);
  if (!existsSync(BUILD_ID)) throw new Stop(`next build made no build:\n${lastLines(output, 40)}`);
  writeFileSync(STAMP, digest);
  return 'built';
}
