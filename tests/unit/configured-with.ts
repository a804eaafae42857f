import { afterAll, vi } from 'vitest';

/**
 * What the file imports from now on reads its configuration anew, from these variables too. The configuration is
 * parsed once a process, and the files of this suite share theirs.
 */
export function configuredWith(env: Record<string, string>): void {
  for (const [name, value] of Object.entries(env)) vi.stubEnv(name, value);
  vi.resetModules();
  afterAll(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });
}
