/** What browsers may reach. dependency-cruiser cannot say it, since the way ends where a server action begins. */

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
export function nodeInBrowsers(modules, read) {
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
