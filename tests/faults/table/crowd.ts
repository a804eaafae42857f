/** Customers by the thousand who only listen, and come back a second after their stream broke, as browsers do. */
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { signInDirectly } from '#tests/bench/measure/customers.ts';
import { freshRef } from '#tests/bench/million.ts';
import type { World } from './world.ts';

const TOGETHER = 50;
const RETRY_MS = 1000;
const LIMIT_MS = 120_000;

export type Crowd = Awaited<ReturnType<typeof openCrowd>>;

export async function openCrowd(world: World, size: number) {
  const open = new Set<IncomingMessage>();
  let going = true;
  const listen = async (authorization: string, at: number): Promise<void> => {
    // Each at an address of its own, since requests under way are bounded by address.
    const from = `10.0.${at >> 8}.${at & 255}`;
    const headers = { authorization, accept: 'text/event-stream', 'x-forwarded-for': from };
    const answer = await world.send('/api/events', { headers }).catch(() => null);
    if (answer?.statusCode === 200) {
      open.add(answer);
      await new Promise<void>((ended) =>
        answer
          .on('error', () => {})
          .once('close', ended)
          .resume(),
      );
      open.delete(answer);
    } else answer?.destroy();
    if (!going) return;
    await sleep(RETRY_MS * (0.75 + Math.random() / 2));
    return listen(authorization, at);
  };
  for (let count = 0; count < size; count += TOGETHER) {
    const some = Array.from({ length: TOGETHER }, () => signInDirectly(world.admin, freshRef()));
    for (const [at, { bearer }] of (await Promise.all(some)).entries()) void listen(bearer, count + at);
  }
  const allThere = async () => {
    const late = performance.now() + LIMIT_MS;
    while (open.size < size) {
      if (performance.now() > late) throw new Error(`${open.size} of ${size} streams within ${LIMIT_MS} ms`);
      await sleep(50);
    }
  };
  await allThere();
  return {
    allThere,
    leave() {
      going = false;
      for (const answer of open) answer.destroy();
    },
  };
}
