/**
 * The arrows between the rooms: what .dependency-cruiser.mjs forbids, and what browsers may reach. Run by itself in
 * the folder to check: it prints a fault a line, and its status is 1 when there are any.
 */
import { existsSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { cruise } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { inRoot } from './paths.mjs';

const ROOMS = ['app', 'lib', 'server', 'worker', 'demo', 'ops', 'proxy.tsx', 'scripts'];
/** Without a parser that knows TypeScript the tool reads next to nothing, and finds no fault in it. */
const MIN_MODULES = 300;

/** Reads the rooms of the current folder: its own modules with what they import, and what breaks a rule. */
export async function readRooms() {
  const { output } = await cruise(
    ROOMS.filter((room) => existsSync(room)),
    await extractOptions(inRoot('.dependency-cruiser.mjs')),
  );
  const { modules, summary } = /** @type {import('dependency-cruiser').ICruiseResult} */ (output);
  const own = modules.filter(({ coreModule, couldNotResolve, source }) => {
    return !coreModule && !couldNotResolve && !source.includes('node_modules');
  });
  return { modules: own, summary };
}

/** @returns {Promise<string[]>} one sentence a fault */
async function wrongArrows() {
  const { modules, summary } = await readRooms();
  const comments = new Map(summary.ruleSetUsed?.forbidden?.map(({ name, comment }) => [name, comment]));
  const faults = summary.violations.map(({ from, to, cycle, rule }) => {
    const way = cycle ? [from, ...cycle.map(({ name }) => name)] : [...new Set([from, to])];
    return `${way.join(' → ')}: ${comments.get(rule.name)} (${rule.name})`;
  });
  if (modules.length < MIN_MODULES) {
    faults.push(`Only ${modules.length} modules were read: the parser does not see the code.`);
  }
  return [...faults, ...nodeInBrowsers(modules, (file) => readFileSync(file, 'utf8'))];
}

// dependency-cruiser cannot say what browsers may reach, since the way ends where a server action begins.

/**
 * @typedef {{ resolved: string, coreModule: boolean, dependencyTypes: string[] }} Dependency
 * @typedef {{ source: string, dependencies: Dependency[] }} Module
 */

const startsWith = (/** @type {string} */ directive) =>
  new RegExp(`^\\s*(/\\*[\\s\\S]*?\\*/\\s*)?['"]use ${directive}['"]`);
const CLIENT = startsWith('client');
const SERVER = startsWith('server');
const NEEDS_NODE = /node_modules\/(redis|redis-om|iron-session)\//;

/**
 * Nothing that a client component uses, however far away, may need Node or Redis. Types are gone before anything
 * runs, and server actions are called over the network.
 * @param {Module[]} modules
 * @param {(file: string) => string} read the text of a module
 * @returns {string[]} one sentence a client component that reaches Node, with the way there
 */
function nodeInBrowsers(modules, read) {
  const bySource = new Map(modules.map((module) => [module.source, module]));
  const textOf = (/** @type {string} */ file) =>
    /\.tsx?$/.test(file) && bySource.has(file) ? read(file) : '';

  /** @param {string} file @param {Set<string>} seen @returns {string[] | null} */
  const wayToNode = (file, seen) => {
    if (seen.has(file) || SERVER.test(textOf(file))) return null;
    seen.add(file);
    for (const { resolved, coreModule, dependencyTypes } of bySource.get(file)?.dependencies ?? []) {
      if (dependencyTypes.includes('type-only')) continue;
      if (coreModule || NEEDS_NODE.test(resolved)) return [file, resolved];
      const way = wayToNode(resolved, seen);
      if (way) return [file, ...way];
    }
    return null;
  };

  return modules
    .filter(({ source }) => CLIENT.test(textOf(source)))
    .flatMap(({ source }) => {
      const way = wayToNode(source, new Set());
      return way ? [`${way.join(' → ')}: this would reach the browser.`] : [];
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const faults = await wrongArrows();
  process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
  process.exitCode = faults.length === 0 ? 0 : 1;
}
