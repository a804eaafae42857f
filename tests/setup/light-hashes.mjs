/**
 * Password hashes that cost next to nothing, for tests of everything else: Node's argon2 with the least memory and one
 * pass, answered when the real one would be, so that a race has the time that it has in the bank. Node loads it first
 * (`--import`), also for the jobs that a test starts, which so understand the test's hashes; the bank's own code knows
 * nothing of it. What the real ones are and cost is held by tests/unit/identity/passwords.test.ts.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** What the bank's parameters take on a processor of its own. */
const REAL_MS = 30;
const LEAST_KIB_A_LANE = 8;

const { argon2 } = crypto;
// Tests put the clock in their own hands.
const later = setTimeout;

/** @type {typeof argon2} */
const light = (algorithm, parameters, done) => {
  const least = { ...parameters, memory: LEAST_KIB_A_LANE * parameters.parallelism, passes: 1 };
  argon2(algorithm, least, (...answer) => void later(done, REAL_MS, ...answer));
};
Object.assign(crypto, { argon2: light });
syncBuiltinESMExports();
