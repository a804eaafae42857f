/** By name, what `once` made; the same map for every copy of this module. */
const made: Map<string, unknown> = sharedMap(globalThis);

function sharedMap(store: { [key: symbol]: Map<string, unknown> | undefined }): Map<string, unknown> {
  const symbol = Symbol.for('redisBank.once');
  const map = store[symbol] ?? new Map();
  store[symbol] = map;
  return map;
}

/**
 * A value that exists once a process. Next bundles proxy, pages and handlers apart, so a module-level variable would
 * exist three times.
 */
export function once<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
