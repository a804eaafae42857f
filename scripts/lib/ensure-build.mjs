/** `npm run build`, when the source is not the one that was built. */
import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, ROOT } from './paths.mjs';
import { capture, lastLines } from './process.mjs';
import { Stop } from './say.mjs';

/** All that a build reads. server/ and worker/ are run as they are. */
const SOURCES = [
  'app',
  'lib',
  'public',
  'proxy.tsx',
  'next.config.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package.json',
  'package-lock.json',
  'scripts/build.mjs',
  'scripts/lib/compile-hint.mjs',
  'scripts/lib/service-worker.mjs',
];
export const STAMP = inRoot('.next/redisbank-build');
/** What lies beside a build and is no part of it: it may change while the build stays. */
const BESIDE = new Set(['cache', 'dev', 'types', 'trace', 'trace-build', 'lock', 'redisbank-build']);

/** @param {string} place @returns {string[]} all files below it, in a stable order */
function filesOf(place) {
  if (!existsSync(place)) return [];
  if (!lstatSync(place).isDirectory()) return [place];
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
 * What a build is made of: the digest of its source, and of the names and sizes of its own files, so that half of one
 * is no build.
 * @param {string} [root]
 * @param {string} [source] its digest when the build began: what is changed meanwhile is not in it
 */
export function buildStamp(root = ROOT, source = sourceDigest(root)) {
  const hash = createHash('sha256');
  const build = path.join(root, '.next');
  const parts = existsSync(build) ? readdirSync(build).filter((name) => !BESIDE.has(name)) : [];
  for (const file of parts.toSorted().flatMap((name) => filesOf(path.join(build, name)))) {
    hash.update(`${path.relative(build, file)}\0${lstatSync(file).size}\0`);
  }
  return `${source} ${hash.digest('hex')}`;
}

/**
 * @param {string} node
 * @param {(text: string) => void} [progress]
 * @returns {Promise<string>} what was done
 */
export async function ensureBuild(node, progress = () => {}) {
  const source = sourceDigest();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === buildStamp(ROOT, source)) return 'unchanged';
  progress('next build (half a minute, when the source changed)');
  const { status, output } = await capture(node, [inRoot('scripts/build.mjs')], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) throw new Stop(`next build failed:\n${lastLines(output, 40)}`);
  if (!existsSync(STAMP)) throw new Stop(`next build made no build:\n${lastLines(output, 40)}`);
  return 'built';
}
