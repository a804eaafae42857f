/**
 * The suites: `unit` needs nothing, `integration` a real Redis Stack, `security` the whole bank as it is served,
 * `faults` whole processes that are stopped and killed, `under-load` those of its table. `soak` is the races among
 * them, ten times as long. Tests in one file run in order.
 */
import { defineConfig } from 'vitest/config';
import { SUITE_WORKERS } from './tests/setup/suite-redis.ts';
import { WAIT_MS } from './tests/setup/until.ts';

/** What lib/config.ts asks for; the Redis addresses are added by tests/setup/redis.ts. */
const env = {
  SESSION_SECRETS: '1:test-secret-test-secret-test-secret-00',
  BANK_ORIGIN: 'http://localhost:8080',
};

/** Before all else, in the workers and in the processes that they start. A URL, since a path may have blanks in it. */
const lightHashes = `--import=${new URL('tests/setup/light-hashes.mjs', import.meta.url)}`;

const shared = {
  env,
  pool: 'forks' as const,
  setupFiles: ['tests/setup/fail-on-complaints.ts'],
  expect: { poll: { timeout: WAIT_MS, interval: 10 } },
};

/** One bank at a time, since the browser tests run beside them. */
const WHOLE_BANK = {
  maxWorkers: 1,
  testTimeout: 180_000,
  hookTimeout: 180_000,
  // Each look is a request, or a walk over all processes.
  expect: { poll: { timeout: WAIT_MS, interval: 50 } },
};

/**
 * Not on a cluster of one node (TEST_CLUSTER): what loads documents by a search. Redis Stack 7.4 opens them in the slot
 * of the index's name alone, and answers null for the others. In Redis 8 each shard searches its own documents.
 */
const LOADED_BY_SEARCH = [
  'api/description',
  'api/hostile',
  'api/notes-api',
  'api/page-data',
  'finance/by-kind',
  'notes/notes',
  'search/search',
  'search/search-brute-force',
  'staff/clock-step',
  'staff/session-search',
  'staff/staff-audit',
  'staff/staff-revocation',
  'staff/staff-users',
].map((name) => `tests/integration/${name}.test.ts`);

const UNDER_LOAD = 'tests/faults/table.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          // Modules are read once a worker instead of once a file: half the suite's work.
          isolate: false,
          // Properties are tried hundreds of times, beside the other suites.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          // As above; afresh.ts puts back what a file changed.
          isolate: false,
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          exclude: process.env.TEST_CLUSTER ? LOADED_BY_SEARCH : [],
          globalSetup: ['tests/setup/redis.ts'],
          setupFiles: [
            'tests/setup/afresh.ts',
            'tests/setup/suite-redis.ts',
            ...shared.setupFiles,
            'tests/setup/answers.ts',
          ],
          maxWorkers: SUITE_WORKERS,
          execArgv: [lightHashes],
          // A busy machine is no outage; tests of outages set the product's own deadline.
          env: { ...env, REDIS_DEADLINE_MS: '5000', NODE_OPTIONS: lightHashes },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          exclude: [UNDER_LOAD],
          ...WHOLE_BANK,
        },
      },
      {
        test: { ...shared, name: 'under-load', include: [UNDER_LOAD], ...WHOLE_BANK },
      },
      {
        test: { ...shared, name: 'security', include: ['tests/security/*.test.ts'], ...WHOLE_BANK },
      },
      {
        test: {
          ...shared,
          name: 'soak',
          include: ['revoke-race', 'ledger-crash', 'payments'].map((name) => `tests/faults/${name}.test.ts`),
          env: { ...env, SOAK: '1' },
          ...WHOLE_BANK,
          testTimeout: 30 * 60_000,
        },
      },
    ],
  },
});
