/**
 * Three suites, named after what they need: `unit` nothing, `integration` a real Redis Stack, `faults` whole
 * processes that are stopped and killed. Tests in one file run in order; files of `faults` two at a time.
 */
import { defineConfig } from 'vitest/config';

/** What lib/config.ts asks for; the Redis addresses are added by tests/setup/redis.ts. */
const env = {
  SESSION_SECRETS: '1:test-secret-test-secret-test-secret-00',
  BANK_ORIGIN: 'http://localhost:8080',
};

const shared = { env, pool: 'forks' as const, setupFiles: ['tests/setup/console.ts'] };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'unit', include: ['tests/unit/**/*.test.{ts,tsx}'] } },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['tests/integration/**/*.test.{ts,tsx}'],
          globalSetup: ['tests/setup/redis.ts'],
          // A busy machine is no outage; tests of outages set the product's own deadline.
          env: { ...env, REDIS_DEADLINE_MS: '5000' },
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          ...shared,
          name: 'faults',
          include: ['tests/faults/**/*.test.ts'],
          maxWorkers: 2,
          testTimeout: 90_000,
          hookTimeout: 90_000,
        },
      },
    ],
  },
});
