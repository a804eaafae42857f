/** Requests reach the payments process by one stream: each is carried out, by whoever runs, and then is gone. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BankError } from '#lib/errors.ts';
import type { UserTag } from '#lib/ids.ts';
import { keys } from '#lib/redis/keys.ts';
import { carryOutRequests } from '#worker/payments/loop.ts';
import type { RequestHandler } from '#worker/payments/requests.ts';
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

it('what a dead process had in hand is taken over', async () => {
  const user = freshUser();
  const id = await ask(user, 'note', '{}');
  await admin.xGroupCreate(STREAM, 'payments', '0');
  await admin.xReadGroup('payments', 'payments', { key: STREAM, id: '>' });
  // As if it had been read ten seconds ago.
  await admin.sendCommand(['XCLAIM', STREAM, 'payments', 'payments', '0', id, 'IDLE', '10000']);
  let heard = 0;
  run({
    note: async () => {
      heard += 1;
    },
  });
  await expect.poll(() => admin.xLen(STREAM)).toBe(0);
  expect(heard).toBe(1);
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
