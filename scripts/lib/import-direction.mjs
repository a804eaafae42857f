/**
 * The arrows between the rooms, held by a check: entry points → features → lib/redis → the base. What points up,
 * against the declared graph, or from the browser into Node is named with the file that does it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ to: string, typeOnly: boolean }} Import */
/** @typedef {Map<string, { text: string, imports: Import[] }>} Files paths below the root → what they hold */

const ROOMS = ['app', 'lib', 'server', 'worker', 'demo', 'ops', 'proxy.ts', 'instrumentation.ts'];
const SOURCE = /\.(ts|tsx)$/;
const STATEMENT =
  /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{][^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm;

/** Which other features each feature may use. @type {Record<string, string[]>} */
const FEATURE_MAY_USE = {
  identity: ['sessions'],
  audit: ['sessions'],
  'sign-in': ['sessions', 'identity', 'audit', 'http'],
  staff: ['sessions', 'identity', 'audit', 'sign-in'],
  notes: ['ledger'],
  search: ['ledger', 'notes'],
  finance: ['ledger', 'search'],
  export: ['ledger', 'search'],
  views: ['search'],
  readiness: ['sessions', 'identity', 'audit', 'ledger', 'notes'],
};

/** @param {string} root @returns {Files} */
export function readSources(root) {
  /** @type {Files} */
  const files = new Map();
  const visit = (/** @type {string} */ relative) => {
    const place = path.join(root, relative);
    if (!existsSync(place)) return;
    if (statSync(place).isDirectory()) {
      for (const name of readdirSync(place)) visit(path.posix.join(relative, name));
    } else if (SOURCE.test(relative)) {
      const text = readFileSync(place, 'utf8');
      files.set(relative, { text, imports: importsOf(relative, text) });
    }
  };
  for (const room of ROOMS) visit(room);
  return files;
}

/**
 * @param {string} file
 * @param {string} text
 * @returns {Import[]} files below the root for `#…` and relative ones, else the package's name
 */
export function importsOf(file, text) {
  return [...text.matchAll(STATEMENT)].map(([, typeOnly, target = '', dynamic = '']) => {
    const to = target || dynamic;
    const resolved = to.startsWith('#')
      ? to.slice(1)
      : to.startsWith('.')
        ? path.posix.join(path.posix.dirname(file), to)
        : to;
    return { to: resolved, typeOnly: Boolean(typeOnly) };
  });
}

/** @param {string} file @returns {[kind: string, feature?: string]} */
function roomOf(file) {
  const [room = '', folder, ...rest] = file.split('/');
  if (room !== 'lib') return [room.replace(/\.ts$/, '')];
  if (rest.length === 0) return ['base'];
  return folder === 'redis' ? ['redis'] : ['feature', folder];
}

/** Which rooms each room may use. server mounts the route handlers of app, proxy shows one page of it. @type {Record<string, string[]>} */
const MAY_USE = {
  base: ['base'],
  redis: ['redis', 'base'],
  feature: ['feature', 'redis', 'base'],
  app: ['app', 'feature', 'redis', 'base'],
  proxy: ['app', 'feature', 'redis', 'base'],
  instrumentation: ['server', 'feature', 'redis', 'base'],
  server: ['server', 'app', 'feature', 'redis', 'base'],
  worker: ['worker', 'demo', 'feature', 'redis', 'base'],
  demo: ['demo', 'feature', 'redis', 'base'],
  ops: ['ops', 'worker', 'demo', 'feature', 'redis', 'base'],
};

/** @param {Files} files @returns {string[]} one sentence a fault */
export function wrongImports(files) {
  /** @type {string[]} */
  const faults = [];
  for (const [file, { text, imports }] of files) {
    const [room, feature] = roomOf(file);
    for (const { to, typeOnly } of imports) {
      if (to === 'redis' && !typeOnly && room !== 'redis') {
        faults.push(`${file} imports redis: only lib/redis opens connections`);
      }
      if (file.startsWith('app/api/') && /^next(\/|$)/.test(to)) {
        faults.push(`${file} imports ${to}: route handlers are mounted without the framework`);
      }
      if (!/^(app|lib|server|worker|demo|ops|tests|scripts)\//.test(to)) continue;
      const [target, other] = roomOf(to);
      if (!MAY_USE[room]?.includes(target))
        faults.push(`${file} imports ${to}: ${room} may not use ${target}`);
      else if (room === 'feature' && target === 'feature' && feature !== other) {
        const allowed = FEATURE_MAY_USE[feature ?? '']?.includes(other ?? '');
        if (!allowed) faults.push(`${file} imports ${to}: features do not import each other`);
      }
    }
    if (
      file !== 'lib/config.ts' &&
      room !== 'instrumentation' &&
      READS_ENVIRONMENT.test(withoutComments(text))
    ) {
      faults.push(`${file} reads process.env: only lib/config.ts does`);
    }
  }
  return [...faults, ...browserReachingNode(files)];
}

/** NODE_ENV belongs to the frameworks: it may be read where they are used, and the server sets it for them. */
const READS_ENVIRONMENT = /(?<!Object\.assign\()\bprocess\.env\b(?!\.NODE_ENV\b)/;

const withoutComments = (/** @type {string} */ text) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, '');

/**
 * Pieces of the user interface and client components run in browsers: nothing they use, however far away, may
 * need Node or Redis.
 * @param {Files} files
 */
function browserReachingNode(files) {
  const starts = [...files].filter(([, { text }]) => isClient(text));
  return starts.flatMap(([file]) => {
    const way = wayToNode(files, file, new Set());
    return way ? [`${way.join(' → ')}: this would reach the browser`] : [];
  });
}

const isClient = (/** @type {string} */ text) => /^\s*(\/\*[\s\S]*?\*\/\s*)?['"]use client['"]/.test(text);

/**
 * @param {Files} files
 * @param {string} file
 * @param {Set<string>} seen
 * @returns {string[] | null}
 */
function wayToNode(files, file, seen) {
  if (seen.has(file)) return null;
  seen.add(file);
  const source = files.get(file);
  if (!source) return /^(node:|redis$|redis-om$|iron-session$)/.test(file) ? [file] : null;
  // Server actions are called over the network, not bundled.
  if (/^\s*(\/\*[\s\S]*?\*\/\s*)?['"]use server['"]/.test(source.text)) return null;
  for (const { to, typeOnly } of source.imports) {
    const way = typeOnly ? null : wayToNode(files, to, seen);
    if (way) return [file, ...way];
  }
  return null;
}
