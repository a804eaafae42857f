import { expect, it, vi } from 'vitest';
import { tickOf } from '#demo/generator.ts';
import { DeadlineError } from '#lib/deadline.ts';
import type { AccountRef } from '#lib/ids.ts';
import { latestEntries } from '#lib/ledger/read-entries.ts';
import { auditAccount } from '#lib/ledger/recompute.ts';
import { bookingMeasure } from '#lib/measures.ts';
import { connectRedis } from '#lib/redis/client.ts';
import { keys } from '#lib/redis/keys.ts';
import { noteRoom } from '#lib/redis/room.ts';
import { dayOf, HOUR, SECOND, startOfDay, TICK } from '#lib/time.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { until } from '#tests/setup/until.ts';
import { bookBatch, type Item, newBooks } from '#worker/booking.ts';
import { runLoop } from '#worker/loop.ts';
import { addTicking, readTicking } from '#worker/ticking.ts';
import { REDIS_DEADLINE_MS } from '#worker/until-done.ts';
import { freshAccount, freshRef, freshUser, redisAs } from '../search/search-helpers.ts';
import { startTcpProxy, throughPort } from '../sessions/tcp-proxy.ts';

const [admin, deploy, web, worker, other] = await Promise.all([
  redisAs('admin'),
  redisAs('deploy'),
  redisAs('web'),
  redisAs('worker'),
  redisAs('worker'),
]);

const MANY = 1_000_000;
const lastTick = () => tickOf(Date.now()) - 1;

/** The moments of an account's events of the last hour: each has a sample of the available balance. */
const eventsOf = async (ref: AccountRef) =>
  (await admin.ts.range(keys.balanceSeries(ref), Date.now() - HOUR, '+')).map(({ timestamp }) => timestamp);

it('two workers that book the same ticks at the same moment book each once', async () => {
  const refs = await Promise.all(Array.from({ length: 8 }, () => freshRef(deploy)));
  const [ours, theirs] = [newBooks(), newBooks()];
  const last = lastTick();
  for (let tick = last - 5; tick <= last; tick++) {
    const items = refs.map((ref): Item => ({ ref, tick, offsetMs: 0 }));
    await Promise.all([
      bookBatch(worker, ours, new Set(items), MANY),
      bookBatch(other, theirs, new Set(items), MANY),
    ]);
  }
  for (const ref of refs) {
    expect(await eventsOf(ref)).toEqual(Array.from({ length: 6 }, (_, index) => (last - 5 + index) * TICK));
    expect(await admin.xLen(keys.stream(ref.user))).toBe(6);
    expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  }
});

it('an account that is gone or damaged keeps no other from being booked', async () => {
  const warned = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const [good, damaged] = [await freshRef(deploy), await freshRef(deploy)];
  const gone = { user: freshUser(), account: freshAccount() };
  await admin.hSet(keys.account(damaged), 'balance', 'not what it was');
  const books = newBooks();
  const items = [gone, damaged, good].map((ref): Item => ({ ref, tick: lastTick(), offsetMs: 0 }));
  expect(await bookBatch(worker, books, new Set(items), MANY)).toEqual([]);
  expect(books.stale).toBe(true);
  expect(await eventsOf(good)).toHaveLength(1);
  const about = ({ account }: AccountRef) =>
    warned.mock.calls.filter(([line]) => String(line).includes(account));
  expect([gone, damaged, good].map((ref) => about(ref).length)).toEqual([1, 1, 0]);
  warned.mockRestore();
});

it('an account above its bound is told, each time an entry is booked', async () => {
  const ref = await freshRef(deploy);
  const books = newBooks();
  const over = [];
  const count = async () => (await latestEntries(web, ref, { limit: 50 })).items.length;
  // In the evening, when most of a day's plan is due.
  const end = tickOf(startOfDay(dayOf(Date.now(), 'UTC'), 'UTC')) - 1;
  for (let tick = end - 30; tick <= end; tick++) {
    const before = await count();
    const told = await bookBatch(worker, books, new Set([{ ref, tick, offsetMs: 0 }]), 2);
    const after = await count();
    expect(told).toHaveLength(after > before && after > 2 ? 1 : 0);
    over.push(...told);
  }
  expect(over.length).toBeGreaterThan(0);
});

it('the list of ticking accounts is read as it was written, and unknown members are left out', async () => {
  const [exact, spread] = [await freshRef(deploy), await freshRef(deploy)];
  await addTicking(deploy, exact);
  await addTicking(deploy, spread, true);
  await admin.sAdd(keys.ticking(), ['', 'x', 'x:y', `${exact.user}:${exact.account}x`, '{a}:b:spread']);
  const list = await readTicking(worker);
  expect(list.find(({ ref }) => ref.account === exact.account)).toEqual({ ref: exact, offsetMs: 0 });
  const found = list.find(({ ref }) => ref.account === spread.account);
  expect((found?.offsetMs ?? -1) % 100).toBe(0);
  expect(found?.offsetMs).toBeLessThan(TICK);
  expect((await readTicking(other)).find(({ ref }) => ref.account === spread.account)).toEqual(found);
  await admin.sRem(keys.ticking(), [
    `${exact.user}:${exact.account}`,
    `${spread.user}:${spread.account}:spread`,
  ]);
});

it('the loop stops at once when it is told to, and starts with no tick older than the last', async () => {
  const ref = await freshRef(deploy);
  await addTicking(deploy, ref);
  const last = tickOf(Date.now());
  const stop = new AbortController();
  const running = runLoop(worker, stop.signal);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const took = stopwatch();
  stop.abort();
  await running;
  expect(took()).toBeLessThan(2 * SECOND);
  const events = await eventsOf(ref);
  expect(events).not.toEqual([]);
  expect(events.filter((at) => tickOf(at) < last)).toEqual([]);
  await admin.sRem(keys.ticking(), `${ref.user}:${ref.account}`);
});

it('with little of the disk left the worker books nothing, and goes on when there is more', async () => {
  // At many moments, so that one of them is soon.
  const refs = await Promise.all(Array.from({ length: 40 }, () => freshRef(deploy)));
  for (const ref of refs) await addTicking(deploy, ref, true);
  const booked = async () => (await Promise.all(refs.map(eventsOf))).flat();
  const told = { booked: 0, again: 0, dropped: 0 };
  bookingMeasure.listen(({ outcome, count }) => {
    told[outcome] += count;
  });
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const room = { memory: 0, diskBytes: 1e6, writable: true };
  noteRoom(room);
  const stop = new AbortController();
  const running = runLoop(worker, stop.signal);
  await until(() => told.dropped > 2);
  expect(await booked()).toEqual([]);
  noteRoom({ ...room, diskBytes: 1e12 });
  await until(async () => (await booked()).length > 0);
  stop.abort();
  await running;
  said.mockRestore();
  await admin.sRem(
    keys.ticking(),
    refs.map(({ user, account }) => `${user}:${account}:spread`),
  );
});

it('of a batch that is given up half-way only what was not booked counts as dropped', async () => {
  const refs = await Promise.all(Array.from({ length: 40 }, () => freshRef(deploy)));
  for (const ref of refs) await addTicking(deploy, ref, true);
  const unlucky = refs.filter((_, at) => at % 2).map(({ account }) => account);
  const met = new Set<string>();
  const now = performance.now.bind(performance);
  const clock = vi
    .spyOn(performance, 'now')
    .mockImplementation(() => now() + (met.size > 0 ? TICK + SECOND : 0));
  const failing = new Proxy(worker, {
    get(target, name) {
      const found = Reflect.get(target, name);
      if (name !== 'evalSha') return typeof found === 'function' ? found.bind(target) : found;
      return async (sha: string, call: { keys: string[]; arguments: string[] }) => {
        const account = unlucky.find((one) => call.keys.some((key) => key.includes(one)));
        if (account === undefined) return target.evalSha(sha, call);
        met.add(account);
        throw new DeadlineError('no reply');
      };
    },
  });
  const told = { booked: 0, again: 0, dropped: 0 };
  const stop = new AbortController();
  bookingMeasure.listen(({ outcome, count }) => {
    if (stop.signal.aborted) return;
    told[outcome] += count;
    if (outcome === 'dropped') stop.abort();
  });
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await runLoop(failing, stop.signal);
  clock.mockRestore();
  said.mockRestore();
  expect(told.booked).toBeGreaterThan(0);
  expect(told).toMatchObject({ again: 0, dropped: met.size });
  await admin.sRem(
    keys.ticking(),
    refs.map(({ user, account }) => `${user}:${account}:spread`),
  );
});

it('Redis’ clock an hour back and right again: the worker says so, goes on at once, and books nothing twice', async () => {
  const refs = await Promise.all(Array.from({ length: 40 }, () => freshRef(deploy)));
  for (const ref of refs) await addTicking(deploy, ref, true);
  const told = { booked: 0, again: 0, dropped: 0 };
  bookingMeasure.listen(({ outcome, count }) => {
    told[outcome] += count;
  });
  const more = async (outcome: keyof typeof told) => {
    const before = told[outcome];
    await until(() => told[outcome] > before);
  };
  const lines: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const stop = new AbortController();
  const running = runLoop(worker, stop.signal);
  await more('booked');
  const { now } = Date;
  const send = worker.sendCommand.bind(worker);
  const time = vi.spyOn(worker, 'sendCommand').mockImplementation((async (
    ...words: Parameters<typeof send>
  ) => {
    if (String(words[0]) !== 'TIME') return send(...words);
    return [String(Math.floor((now() - HOUR) / 1000)), '0'];
  }) as never);
  await until(() => lines.some((line) => line.includes('behind what is booked')));
  await more('again');
  time.mockRestore();
  await more('booked');
  stop.abort();
  await running;
  vi.restoreAllMocks();
  expect(lines.filter((line) => line.includes('behind what is booked'))).toHaveLength(1);
  for (const ref of refs) {
    const ticks = (await eventsOf(ref)).map(tickOf);
    expect(new Set(ticks).size).toBe(ticks.length);
    expect((await auditAccount(deploy, ref))?.faults).toEqual([]);
  }
  await admin.sRem(
    keys.ticking(),
    refs.map(({ user, account }) => `${user}:${account}:spread`),
  );
});

it('a network that swallowed everything without a word: the worker books again within five seconds of its return', async () => {
  const refs = await Promise.all(Array.from({ length: 40 }, () => freshRef(deploy)));
  for (const ref of refs) await addTicking(deploy, ref, true);
  let booked = 0;
  bookingMeasure.listen(({ outcome, count }) => {
    if (outcome === 'booked') booked += count;
  });
  const url = process.env.REDIS_WORKER_URL ?? '';
  const wire = await startTcpProxy(Number(new URL(url).port));
  const redis = await connectRedis(throughPort(url, wire.port), {
    name: 'test-worker',
    deadlineMs: REDIS_DEADLINE_MS,
  });
  const stop = new AbortController();
  const running = runLoop(redis, stop.signal);
  await until(() => booked > 0);
  wire.goSilent();
  const told = booked;
  // What was on its way may still be counted.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const before = Math.max(told, booked);
  wire.recover();
  const took = stopwatch();
  await until(() => booked > before);
  expect(took()).toBeLessThan(5 * SECOND);
  stop.abort();
  await running;
  redis.destroy();
  await wire.stop();
  await admin.sRem(
    keys.ticking(),
    refs.map(({ user, account }) => `${user}:${account}:spread`),
  );
});
