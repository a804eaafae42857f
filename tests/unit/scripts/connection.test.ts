import net from 'node:net';
import { ErrorReply } from 'redis';
import { describe, expect, onTestFinished, test } from 'vitest';
import { printReply, type Reply } from '#scripts/lib/print-reply.mjs';
import { connect } from '#scripts/lib/redis/connection.mjs';

/** A server that answers each connection with these bytes. */
async function answering(bytes: string): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', () => socket.write(bytes));
    onTestFinished(() => void socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `redis://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

describe('a connection', () => {
  test('tells a refusal of the server from a server that cannot be asked', async () => {
    const redis = await connect(await answering('-NOPERM no\r\n'));
    await expect(redis.ping()).rejects.toBeInstanceOf(ErrorReply);
    redis.destroy();
    await expect(redis.ping()).rejects.toThrow('closed');
    await expect(redis.ping()).rejects.not.toBeInstanceOf(ErrorReply);
  });

  test('gives up on a server that says nothing', async () => {
    const redis = await connect(await answering(''), { timeoutMs: 50 });
    await expect(redis.ping()).rejects.toThrow('in 50ms');
    const signedIn = (await answering('')).replace('//', '//user:password@');
    await expect(connect(signedIn, { timeoutMs: 50 })).rejects.toThrow('in 50ms');
  });

  test('fails on what is no Redis instead of waiting for it', async () => {
    const redis = await connect(await answering('HTTP/1.1 400 Bad Request\r\n\r\n'), { timeoutMs: 50 });
    await expect(redis.ping()).rejects.toThrow();
  });
});

test('a reply is shown as redis-cli shows it', () => {
  const reply: Reply = ['a', 7, null, ['b', []]];
  expect(printReply(reply)).toBe(
    ['1) a', '2) (integer) 7', '3) (nil)', '4) 1) b', '   2) (empty array)'].join('\n'),
  );
});
