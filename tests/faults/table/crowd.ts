/** Customers by the thousand who only listen, in a process of their own, so that the load and its checks keep theirs. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openCustomers } from '#tests/bench/measure/customers.ts';
import { listen } from '#tests/bench/measure/listeners.ts';
import { HOST, type World } from './world.ts';

const LIMIT_MS = 120_000;

export type Crowd = Awaited<ReturnType<typeof openCrowd>>;

export async function openCrowd({ admin, webs }: World, size: number) {
  const customers = await openCustomers(admin, size, { ticking: false });
  const bearers = customers.map(({ bearer }) => bearer);
  // Each at an address of its own, since requests under way are bounded by address.
  const ports = webs.map(({ port }) => port);
  const listeners = await listen({ kind: 'ours', host: HOST, ports, bearers, proxied: true });
  return {
    async allThere() {
      const late = performance.now() + LIMIT_MS;
      for (let { open } = await listeners.count(); open < size; { open } = await listeners.count()) {
        if (performance.now() > late) throw new Error(`${open} of ${size} streams within ${LIMIT_MS} ms`);
        await sleep(100);
      }
    },
    leave: () => listeners.stop(),
  };
}
