/**
 * Passwords that cost next to nothing to check, for tests of everything else: a stored hash names its own costs. What
 * the bank's own costs are is held by tests/unit/identity/passwords.test.ts.
 */
import { argon2Sync, randomBytes } from 'node:crypto';
import type { Credential } from '#lib/identity/credentials.ts';

const LEAST = { memory: 8, passes: 1, parallelism: 1, tagLength: 32 } as const;
const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** What `createUser` takes instead of a password. */
export function lightCredential(password: string): Credential {
  const nonce = randomBytes(16);
  const hash = argon2Sync('argon2id', { ...LEAST, message: Buffer.from(password), nonce });
  const costs = `m=${LEAST.memory},t=${LEAST.passes},p=${LEAST.parallelism}`;
  return {
    hash: `$argon2id$v=19$${costs}$${unpadded(nonce)}$${unpadded(hash)}`,
    changedAt: Date.now(),
  };
}
