import { it } from 'vitest';

/** A test of what loads documents by a search: not on a cluster of one node (LOADED_BY_SEARCH in vitest.config.ts). */
export function itLoadsDocuments(title: string, test: () => Promise<void>): void {
  if (!process.env.TEST_CLUSTER) it(title, test);
}
