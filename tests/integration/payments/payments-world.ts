/** Customers who may pay each other, the bank that serves them, and a payments process with its own rights. */
import { randomUUID } from 'node:crypto';
import { afterAll } from 'vitest';
import { type AccountRef, isSessionId, type UserTag } from '#lib/ids.ts';
import { enrolChallengeOf } from '#lib/payments/challenge.ts';
import { makePaymentCode } from '#lib/payments/make-code.ts';
import { connectRedis, type Redis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { newCustomer, type Signed, servedBank, signedIn } from '#tests/integration/api/api-world.ts';
import { SoftwareAuthenticator } from '#tests/setup/authenticator.ts';
import { carryOutRequests } from '#worker/payments/loop.ts';
import { REQUESTS } from '#worker/payments/requests.ts';

const DEADLINE_MS = 20_000;

export type Payer = { user: UserTag; refs: AccountRef[]; numbers: string[]; headers: Signed; name: string };

export async function paymentsWorld() {
  const { redis, bank } = await servedBank();
  // All files guess from one address.
  for await (const found of redis.scanIterator({ MATCH: 'redisBank:throttle:*', COUNT: 5000 }))
    for (const key of found) await redis.del(key);
  const stop = new AbortController();
  const url = process.env.REDIS_PAYMENTS_URL ?? '';
  const connect = (name: string) => connectRedis(url, { name, deadlineMs: DEADLINE_MS });
  const [own, reader] = [await connect('test-payments'), await connect('test-payments-reader')];
  const running = carryOutRequests({ redis: own, reader, requests: REQUESTS, signal: stop.signal });
  afterAll(async () => {
    stop.abort();
    await running;
    own.destroy();
    reader.destroy();
  });

  async function post(headers: Signed, path: string, body?: object, more: Record<string, string> = {}) {
    return bank.ask(path, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', ...more },
      body: JSON.stringify(body ?? {}),
    });
  }
  const keyed = (key: string) => ({ 'idempotency-key': key });

  return {
    redis,
    bank,
    post,
    newPayer: (name: string) => newPayer(redis, name),
    /** Asks for a payment, with a key of its own unless one is given. */
    pay: (payer: Payer, body: object, key: string = randomUUID()) =>
      post(payer.headers, '/api/payments', body, keyed(key)),
    transfer: (payer: Payer, body: object, key: string = randomUUID()) =>
      post(payer.headers, '/api/transfers', body, keyed(key)),
    get: async (payer: Payer, path: string) => bank.ask(path, { headers: payer.headers }),
    /** A passkey that may confirm the customer's payments. */
    enrolled: (payer: Payer) => enrolled(redis, payer, post),
  };
}

async function newPayer(redis: Redis, name: string): Promise<Payer> {
  const { user, refs } = await newCustomer(redis, 2);
  await redis.json.set(keys.user(user), '$.profile.name', name);
  const numbers = await Promise.all(
    refs.map(async (ref) => String(await redis.hGet(keys.account(ref), 'number'))),
  );
  return { user, refs, numbers, name, headers: await signedIn(redis, user) };
}

/** Made for sign-in as the web process does. */
export async function newPasskey(redis: Redis, user: UserTag): Promise<SoftwareAuthenticator> {
  const passkey = new SoftwareAuthenticator();
  const { publicKey } = passkey;
  await redis.hSet(
    keys.passkeys(user),
    passkey.id,
    JSON.stringify({
      publicKey,
      name: 'Phone',
      madeAt: 1,
      lastUsedAt: 0,
      counter: 0,
      backupEligible: false,
      backedUp: false,
      transports: [],
    }),
  );
  return passkey;
}

/** As after giving the password again; 0 as before it. */
export async function steppedUp(
  redis: Redis,
  { user }: Pick<Payer, 'user'>,
  stepUpAt: number = Date.now(),
): Promise<void> {
  const [sid] = (await redis.zRange(keys.sessions(user), 0, 0)).filter(isSessionId);
  if (sid) await redis.json.set(keys.session(user, sid), '$.stepUpAt', stepUpAt);
}

async function enrolled(
  redis: Redis,
  { user, headers }: Payer,
  post: (headers: Signed, path: string, body: object) => Promise<{ status: number; text: string }>,
): Promise<SoftwareAuthenticator> {
  const [passkey, code] = [await newPasskey(redis, user), await makePaymentCode(redis, user)];
  await steppedUp(redis, { user });
  const challenge = enrolChallengeOf(user, passkey.id, passkey.publicKey, code);
  const assertion = passkey.get({ challenge });
  const { status, text } = await post(headers, '/api/payment-keys', { id: passkey.id, code, assertion });
  if (status !== 200) throw new Error(`no key: ${text}`);
  return passkey;
}
