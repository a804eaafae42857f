/** Requests reach the payments process by one stream: each is carried out, by whoever runs, and then is gone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import { paymentIdOf } from '#lib/payments/challenge.ts';
import { readPayment } from '#lib/payments/read-payments.ts';
import { keys } from '#lib/redis/keys.ts';
import { carryOutRequests } from '#worker/payments/loop.ts';
import { REQUESTS, type RequestHandler } from '#worker/payments/requests.ts';
import { customer } from '../payments/payment-world.ts';
import { freshUser, redisAs } from '../search/search-helpers.ts';

const [admin, web, redis, reader] = await Promise.all([
  redisAs('admin'),
  redisAs('web'),
  redisAs('payments'),
  redisAs('payments'),
]);
const STREAM = keys.paymentRequests();

let stop = new AbortController();
let running: Promise<void>[] = [];

function run(requests: Record<string, RequestHandler>) {
  running.push(carryOutRequests({ redis, reader, requests, signal: stop.signal }));
}

const ask = (user: UserTag, kind: string, body: string) => web.xAdd(STREAM, '*', { kind, user, body });

beforeEach(async () => {
  await admin.del(STREAM);
  stop = new AbortController();
  running = [];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
});

it('a request is carried out with what it says and for whom it names, and then is gone', async () => {
  const user = freshUser();
  const heard: unknown[] = [];
  // Before any process ran, and while one does.
  await ask(user, 'note', '{"n":1}');
  run({
    note: async (_, of, body) => {
      heard.push([of, body]);
    },
  });
  await expect.poll(() => heard.length).toBe(1);
  await ask(user, 'note', '{"n":2}');
  await expect
    .poll(() => heard)
    .toEqual([
      [user, { n: 1 }],
      [user, { n: 2 }],
    ]);
  await expect.poll(() => admin.xLen(STREAM)).toBe(0);
  await expect.poll(async () => (await admin.xPending(STREAM, 'payments')).pending).toBe(0);
});

it('what a dead process had in hand is taken over, all of it at once', async () => {
  const user = freshUser();
  const ids = await Promise.all(Array.from({ length: 50 }, () => ask(user, 'note', '{}')));
  await admin.xGroupCreate(STREAM, 'payments', '0');
  await admin.xReadGroup('payments', 'payments', { key: STREAM, id: '>' });
  // As if they had been read ten seconds ago.
  await admin.sendCommand(['XCLAIM', STREAM, 'payments', 'payments', '0', ...ids, 'IDLE', '10000']);
  let heard = 0;
  run({
    note: async () => {
      heard += 1;
    },
  });
  // One at each look would take a hundred seconds.
  await expect.poll(() => admin.xLen(STREAM)).toBe(0);
  expect(heard).toBe(50);
});

it('what others made impossible for now is tried again, what fails otherwise is logged and holds up nobody', async () => {
  const user = freshUser();
  const logged: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (text: string | Uint8Array) => {
    logged.push(String(text));
    return true;
  };
  try {
    let tries = 0;
    await ask(user, 'broken', '{}');
    await ask(user, 'unheard of', '{}');
    await ask(user, 'busy', 'no JSON');
    await web.xAdd(STREAM, '*', { kind: 'busy', user: 'nobody', body: '{}' });
    await ask(user, 'busy', '{}');
    run({
      broken: async () => {
        throw new TypeError('broken');
      },
      busy: async () => {
        tries += 1;
        if (tries < 3) throw new BankError('conflict', 'busy');
      },
    });
    await expect.poll(() => admin.xLen(STREAM)).toBe(0);
    expect(tries).toBe(3);
  } finally {
    process.stderr.write = write;
  }
  expect(logged.filter((line) => line.includes('a request for the payments process failed'))).toHaveLength(4);
});

it('a stream that can take nothing more is made anew', async () => {
  const user = freshUser();
  const last = '18446744073709551615-18446744073709551615';
  let heard = 0;
  const note = async () => {
    heard += 1;
  };
  // Read, and trimmed away before anybody could.
  for (const more of [[], ['MAXLEN', '0']]) {
    await admin.del(STREAM);
    await ask(user, 'note', '{}');
    await web.sendCommand(['XADD', STREAM, ...more, last, 'kind', 'note', 'user', user, 'body', '{}']);
    await expect(ask(user, 'note', '{}')).rejects.toThrow('exhausted');
    stop = new AbortController();
    run({ note });
    await expect.poll(() => ask(user, 'note', '{}').catch(() => null)).not.toBeNull();
    await expect.poll(() => admin.xLen(STREAM)).toBe(0);
    stop.abort();
    await Promise.all(running);
  }
  expect(heard).toBeGreaterThanOrEqual(3);
});

it('what stops whoever carries it out is given up, and holds up nobody', async () => {
  const user = freshUser();
  const heard: unknown[] = [];
  const [poison, good] = [await ask(user, 'note', '{"n":1}'), await ask(user, 'note', '{"n":2}')];
  await admin.xGroupCreate(STREAM, 'payments', '0');
  await admin.xReadGroup('payments', 'payments', { key: STREAM, id: '>' });
  for (const [id, times] of [
    [poison, '6'],
    [good, '5'],
  ] as const) {
    const claim = ['XCLAIM', STREAM, 'payments', 'payments', '0', id, 'IDLE', '10000', 'RETRYCOUNT', times];
    await admin.sendCommand([...claim, 'JUSTID']);
  }
  run({
    note: async (_, __, body) => {
      heard.push(body);
    },
  });
  await expect.poll(() => admin.xLen(STREAM)).toBe(0);
  expect(heard).toEqual([{ n: 2 }]);
  await expect.poll(async () => (await admin.xPending(STREAM, 'payments')).pending).toBe(0);
});

it('requests that cannot be read keep no others waiting, and are given up', async () => {
  const user = freshUser();
  const heard: unknown[] = [];
  const large = [await ask(user, 'large', '{}'), await ask(user, 'large', '{}')];
  await ask(user, 'note', '{"n":1}');
  let failures = 0;
  // As a reply that is too large for the time there is.
  const failing =
    (command: 'xReadGroup' | 'xClaim') =>
    async (...args: unknown[]) => {
      const answer = await Reflect.apply(reader[command], reader, args);
      if (JSON.stringify(answer ?? '').includes('large')) {
        failures += 1;
        throw new Error('no reply');
      }
      return answer;
    };
  const slow = Object.create(reader, {
    xReadGroup: { value: failing('xReadGroup') },
    xClaim: { value: failing('xClaim') },
  });
  const note: RequestHandler = async (_, __, body) => {
    heard.push(body);
  };
  running.push(carryOutRequests({ redis, reader: slow, requests: { note }, signal: stop.signal }));
  // New ones at once; what was read along with those, as soon as it counts as left.
  await expect.poll(() => failures).toBeGreaterThan(0);
  await ask(user, 'note', '{"n":2}');
  await expect.poll(() => heard).toContainEqual({ n: 2 });
  // As if it was five times.
  for (const id of large) {
    const claim = ['XCLAIM', STREAM, 'payments', 'payments', '0', id, 'IDLE', '10000', 'RETRYCOUNT', '6'];
    await admin.sendCommand([...claim, 'JUSTID']);
  }
  await expect.poll(() => admin.xLen(STREAM)).toBe(0);
  expect(heard).toContainEqual({ n: 1 });
});

it('a request that is tried again counts as one of its customer’s', async () => {
  const current = await customer(await redisAs('deploy'));
  const { user, account } = current.ref;
  const savings = await customer(await redisAs('deploy'), { user });
  const transfer = (from: string, key: string) => ({
    at: Date.now(),
    asked: { key, order: { from, to: savings.ref.account, amountMinor: 1 } },
  });
  const again = transfer('not an account', 'tried-again-and-again');
  for (let time = 0; time < 130; time++) await REQUESTS.transfer?.(redis, user, again);
  await REQUESTS.transfer?.(redis, user, transfer(account, 'asked-after-it-once'));
  expect(await readPayment(admin, user, paymentIdOf(user, 'asked-after-it-once'))).toMatchObject({
    state: 'done',
  });
});

it('what is larger than anything the bank writes is refused as it comes', async () => {
  const own = await redisAs('web');
  const large = { kind: 'note', user: freshUser(), body: 'x'.repeat(2_000_000) };
  await expect(own.xAdd(STREAM, '*', large)).rejects.toThrow();
  expect(await admin.exists(STREAM)).toBe(0);
});
