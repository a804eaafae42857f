/**
 * The suites: `unit` needs nothing, `integration` a real Redis Stack, `security` the whole bank as it is served,
 * `faults` whole processes that are stopped and killed. `soak` is the races among them, ten times as long. Tests in
 * one file run in order.
 */
import { defineConfig } from 'vitest/config';
import { SUITE_WORKERS } from './tests/setup/suite-redis.ts';

/** What lib/config.ts asks for; the Redis addresses are added by tests/setup/redis.ts. */
const env = {
  SESSION_SECRETS: '1:test-secret-test-secret-test-secret-00',
  BANK_ORIGIN: 'http://localhost:8080',
};

const shared = { env, pool: 'forks' as const, setupFiles: ['tests/setup/fail-on-complaints.ts'] };

/** One bank at a time, since the browser tests run beside them. */
const WHOLE_BANK = { maxWorkers: 1, testTimeout: 90_000, hookTimeout: 90_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['tests/unit/**/*.test.{ts,tsx}'],
          // Properties are tried hundreds of times, beside the other suites.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/setup/redis.ts'],
          setupFiles: ['tests/setup/suite-redis.ts', ...shared.setupFiles, 'tests/setup/answers.ts'],
          maxWorkers: SUITE_WORKERS,
          // A busy machine is no outage; tests of outages set the product's own deadline.
          env: { ...env, REDIS_DEADLINE_MS: '5000' },
          testTimeout: 40_000,
          hookTimeout: 40_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          ...WHOLE_BANK,
        },
      },
      {
        test: { ...shared, name: 'security', include: ['tests/security/*.test.ts'], ...WHOLE_BANK },
      },
      {
        test: {
          ...shared,
          name: 'soak',
          include: ['tests/faults/revoke-race.test.ts', 'tests/faults/ledger-crash.test.ts'],
          env: { ...env, SOAK: '1' },
          ...WHOLE_BANK,
          testTimeout: 30 * 60_000,
        },
      },
    ],
  },
});
