/**
 * A value that exists once a process. Next bundles proxy, pages and handlers apart, so a module-level variable would
 * exist three times.
 */
export function once<T>(name: string, make: () => T): T {
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const symbol = Symbol.for(`redisBank.${name}`);
  const made = store[symbol] ?? make();
  store[symbol] = made;
  return made;
}
