/**
 * Password hashing with Node's argon2id: 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet), stored as
 * a PHC string. A bounded queue keeps a flood of sign-ins to `CONCURRENT × 19 MiB` and as many threads, and is fair:
 * who is known goes first, then the first of every source, then the second of each.
 */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import PQueue from 'p-queue';
import { BankError } from '#lib/errors.ts';
import { once } from '#lib/once.ts';

const MEMORY_KIB = 19 * 1024;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

const CONCURRENT = 2;
/** Of one source, of all sources, and with those who are known. */
const MAX_WAITING = { source: 8, sources: 64, all: 128 } as const;
const BUSY_RETRY_SECONDS = 2;

/** Whose password it is: the source that asks, or null for a known device and for who is signed in. */
export type Asker = string | null;

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,6}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

const hashing = () =>
  once('auth.hashing', () => ({
    queue: new PQueue({ concurrency: CONCURRENT }),
    /** How many of each source are in the queue or at work. */
    asked: new Map<string, number>(),
  }));

/** How many passwords wait to be hashed in this process. */
export const hashesWaiting = (): number => hashing().queue.size;

/** Runs `work` in its turn; throws `throttled` at once when too many wait. */
async function inTurn<T>(asker: Asker, work: () => Promise<T>): Promise<T> {
  const { queue, asked } = hashing();
  const before = asker === null ? 0 : (asked.get(asker) ?? 0);
  const full =
    asker === null
      ? queue.size >= MAX_WAITING.all
      : queue.size >= MAX_WAITING.sources || before >= MAX_WAITING.source;
  if (full) {
    throw new BankError('throttled', 'Too many people are signing in right now. Please try again shortly.', {
      retryAfterSeconds: BUSY_RETRY_SECONDS,
    });
  }
  if (asker === null) return queue.add(work, { priority: 1 });
  asked.set(asker, before + 1);
  try {
    return await queue.add(work, { priority: -before });
  } finally {
    const left = (asked.get(asker) ?? 1) - 1;
    if (left > 0) asked.set(asker, left);
    else asked.delete(asker);
  }
}

const derive = (asker: Asker, parameters: Argon2Parameters): Promise<Buffer> =>
  inTurn(
    asker,
    () =>
      new Promise((resolve, reject) => {
        argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key)));
      }),
  );

/** The same characters typed on another keyboard may arrive composed differently (NIST SP 800-63B 3.1.1.2). */
const messageOf = (password: string) => Buffer.from(password.normalize('NFKC'), 'utf8');

const unpadded = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');

/**
 * A PHC string `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, for somebody who is known. About 50 ms of one thread; throws
 * `throttled` when busy.
 */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(SALT_BYTES);
  const key = await derive(null, {
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
export async function verifyPassword(password: string, phc: string | null, asker: Asker): Promise<boolean> {
  const match = PHC.exec(phc ?? DUMMY_HASH);
  if (!match) throw new TypeError('the stored hash is not an argon2id PHC string');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  const expected = Buffer.from(hash, 'base64');
  const key = await derive(asker, {
    message: messageOf(password),
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  });
  return timingSafeEqual(key, expected) && phc !== null;
}
