import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStreamCount } from '#lib/live/event-stream.ts';
import type { Redis } from '#lib/redis/client.ts';
import { runShutdown } from '#lib/shutdown.ts';
import { SECOND } from '#lib/time.ts';
import { drain } from '#server/http-server.ts';
import { adminRedis, connected, newCustomer, signedIn } from '#tests/integration/api/api-world.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { startServing } from './serving.ts';

let redis: Redis;
beforeAll(async () => {
  redis = await adminRedis();
  await connected();
});
afterAll(() => redis.destroy());

describe('told to stop', () => {
  test('the server closes its streams, finishes what is under way, refuses what is new: within two seconds', async () => {
    let finish = () => {};
    const bank = await startServing((_, response) => {
      finish = () => response.end('finished');
    });
    const me = await signedIn(redis, (await newCustomer(redis)).user);
    const streams = await Promise.all(
      [1, 2, 3].map(async () => {
        const response = await bank.open('/api/events', { headers: me }).answered;
        const how = new Promise<string>((resolve) => {
          response.on('data', () => undefined).on('end', () => resolve('ended'));
          response.on('error', () => resolve('broken off'));
        });
        return { how };
      }),
    );
    expect(openStreamCount()).toBe(3);
    const slow = bank.ask('/slow');
    await expect.poll(() => String(finish)).toContain('finished');

    const took = stopwatch();
    const stopped = Promise.all([drain([bank.server], 1500), runShutdown()]);
    expect(await Promise.all(streams.map(({ how }) => how))).toEqual(['ended', 'ended', 'ended']);
    await expect(bank.ask('/api/health')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    finish();
    expect((await slow).text).toBe('finished');
    await stopped;
    expect(took()).toBeLessThan(2 * SECOND);
    expect(openStreamCount()).toBe(0);
  });

  test('what does not finish is cut off in the end', async () => {
    let taken = false;
    const bank = await startServing(() => {
      taken = true;
    });
    const never = bank.ask('/never').catch((error: NodeJS.ErrnoException) => error.code);
    await expect.poll(() => taken).toBe(true);
    const took = stopwatch();
    await drain([bank.server], 300);
    expect(await never).toBe('ECONNRESET');
    expect(took()).toBeLessThan(2 * SECOND);
  });

  test('a connection that changed its protocol holds nothing up', async () => {
    const bank = await startServing();
    bank.server.on('upgrade', (_, socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'));
    const socket = net.connect(bank.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: localhost:8080\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n');
    await once(socket, 'data');
    const took = stopwatch();
    await drain([bank.server], 300);
    expect(took()).toBeLessThan(2 * SECOND);
    socket.destroy();
  });
});
