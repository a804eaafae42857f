/**
 * Password hashing with Node's argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet), stored as
 * a PHC string. A bounded queue keeps a flood of sign-ins to `CONCURRENT × 19 MiB` and as many threads.
 */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import pLimit from 'p-limit';
import { BankError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';

const MEMORY_KIB = 19 * 1024;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const CONCURRENT = 2;
const MAX_WAITING = 64;
const BUSY_RETRY_SECONDS = 2;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

const queue = () => once('auth.hashing', () => pLimit(CONCURRENT));

/** Runs `work` in its turn; throws `throttled` at once when too many wait. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const limit = queue();
  if (limit.pendingCount >= MAX_WAITING) {
    throw new BankError('throttled', 'Too many people are signing in right now. Please try again shortly.', {
      retryAfterSeconds: BUSY_RETRY_SECONDS,
    });
  }
  return limit(work);
}

const derive = (parameters: Argon2Parameters): Promise<Buffer> =>
  inTurn(
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );

/** The same characters typed on another keyboard may arrive composed differently (NIST SP 800-63B 3.1.1.2). */
const messageOf = (password: string) => Buffer.from(password.normalize('NFKC'), 'utf8');

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/** A PHC string `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. About 50 ms of one thread; throws `throttled` when busy. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const key = await derive({
    message: messageOf(password),
    nonce,
    memory: MEMORY_KIB,
    passes: PASSES,
    parallelism: LANES,
    tagLength: HASH_BYTES,
  });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(nonce)}$${unpadded(key)}`;
}

/** Matches no password; sign-ins with unknown names are compared with it, at the same cost. */
const DUMMY_HASH = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(randomBytes(SALT_BYTES))}$${unpadded(randomBytes(HASH_BYTES))}`;

/**
 * Whether a password matches a PHC string. `null` (no such user) costs as much as a wrong password. Throws `throttled`
 * when busy, and for a malformed hash, which is a defect.
 */
export async function verifyPassword(password: string, phc: string | null): Promise<boolean> {
  const match = PHC.exec(phc ?? DUMMY_HASH);
  if (!match) throw new TypeError('the stored hash is not an argon2id PHC string');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const key = await derive({
    message: messageOf(password),
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(key, expected) && phc !== null;
}
