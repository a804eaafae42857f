/** That node-redis is still built as its patch expects; tests/integration/redis/deadline.test.ts waits for real. */
import { expect, test } from 'vitest';
import { makeRedis, type Redis } from '#lib/redis/connect.ts';
import { onEveryCommand } from '#lib/redis/every-command.ts';

const notConnected = (name = 'test') => makeRedis('redis://127.0.0.1:1', { name, deadlineMs: 1000 });

test.each<[string, (redis: Redis) => Promise<unknown>]>([
  ['a plain command', (redis) => redis.get('x')],
  ['a command of a module', (redis) => redis.json.get('x')],
  ['a search', (redis) => redis.ft.search('x', '*')],
  ['a time series', (redis) => redis.ts.get('x')],
  ['a script', (redis) => redis.evalSha('x', { keys: ['x'] })],
  ['a command sent by hand', (redis) => redis.sendCommand(['GET', 'x'])],
])('%s of one client passes the patch, and no other client’s does', async (_name, send) => {
  const [one, other] = [notConnected(), notConnected()];
  onEveryCommand(one, (reply) => reply.catch(() => Promise.reject(new Error('patched'))));
  await expect(send(one)).rejects.toThrow('patched');
  await expect(send(other)).rejects.toThrow('closed');
});

test('the commands are composed once, however many connections are made and whatever their names', () => {
  const composed = ['one', 'another'].map((name) => Object.getPrototypeOf(notConnected(name)).constructor);
  expect(composed[0]).toBe(composed[1]);
});
