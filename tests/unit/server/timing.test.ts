/** What an answer says of its time: only of its own commands, and no moment twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { commandMeasure } from '#lib/measures.ts';
import { serverTiming } from '#server/timing.ts';

const ANSWER = { status: 200, headers: {}, cookies: [], body: null };
const around = serverTiming();

/** An answer that asks Redis so many times at once, for a while. */
const timed = async (commands: number) => {
  const { headers } = await around(async () => {
    const fromMs = performance.now();
    await sleep(20);
    for (let at = 0; at < commands; at++)
      commandMeasure.tell({ name: 'GET', words: ['GET'], fromMs, failed: false });
    return ANSWER;
  });
  const found = /^redis;dur=(\S+);desc="(\d+) commands", total;dur=(\S+)$/.exec(
    headers['server-timing'] ?? '',
  );
  const [redisMs = -1, count = -1, totalMs = -1] = (found ?? []).slice(1).map(Number);
  return { redisMs, count, totalMs };
};

test('what begins with a request and goes on after its answer is collected no longer', async () => {
  let collected = 0;
  const fact = {
    name: 'PING',
    words: ['PING'],
    failed: false,
    get fromMs() {
      collected += 1;
      return performance.now();
    },
  };
  const after = Promise.withResolvers<void>();
  let goingOn: Promise<void> | undefined;
  await around(async () => {
    commandMeasure.tell(fact);
    goingOn = after.promise.then(() => commandMeasure.tell(fact));
    return ANSWER;
  });
  expect(collected).toBe(1);
  after.resolve();
  await goingOn;
  expect(collected).toBe(1);
});

test('commands side by side count once, and those of others not at all', async () => {
  const [three, none] = await Promise.all([timed(3), timed(0)]);
  expect(three.count).toBe(3);
  expect(three.redisMs).toBeGreaterThan(15);
  expect(three.totalMs).toBeGreaterThanOrEqual(three.redisMs);
  expect(none).toMatchObject({ redisMs: 0, count: 0 });
});
