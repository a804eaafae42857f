import net from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { printReply } from '#scripts/lib/print-reply.mjs';
import { parseReply, type Reply, Resp, RespError } from '#scripts/lib/resp.mjs';

/** RESP2, as a server writes it. */
function encode(reply: Reply): string {
  if (reply === null) return '$-1\r\n';
  if (typeof reply === 'number') return `:${reply}\r\n`;
  if (reply instanceof RespError) return `-${reply.message}\r\n`;
  if (typeof reply === 'string') return `$${Buffer.byteLength(reply)}\r\n${reply}\r\n`;
  return `*${reply.length}\r\n${reply.map(encode).join('')}`;
}

const { reply: anyReply } = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { maxDepth: 3 },
    fc.string({ unit: 'grapheme' }),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('reply'), { maxLength: 4 }),
  ),
}));

describe('replies of Redis', () => {
  test('are read back whatever they hold, line breaks included', () => {
    fc.assert(
      fc.property(anyReply, (reply) => {
        const bytes = Buffer.from(encode(reply));
        expect(parseReply(bytes)).toEqual({ value: reply, next: bytes.length });
      }),
    );
  });

  test('are not answered before they are complete', () => {
    fc.assert(
      fc.property(anyReply, fc.nat(), (reply, cut) => {
        const bytes = Buffer.from(encode(reply));
        expect(parseReply(bytes.subarray(0, cut % bytes.length))).toBeNull();
      }),
    );
  });

  test('that are those of no Redis are a fault', () => {
    expect(() => parseReply(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toThrow(
      'not that of a Redis server',
    );
  });
});

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
    const redis = await Resp.connect(await answering('-NOPERM no\r\n'));
    await expect(redis.call('PING')).rejects.toBeInstanceOf(RespError);
    redis.close();
    await expect(redis.call('PING')).rejects.toThrow('the connection is closed');
  });

  test('gives up on a server that says nothing', async () => {
    const redis = await Resp.connect(await answering(''), { timeoutMs: 50 });
    await expect(redis.call('PING')).rejects.toThrow('no reply within 50 ms');
  });

  test('fails on what is no Redis instead of waiting for it', async () => {
    const redis = await Resp.connect(await answering('HTTP/1.1 400 Bad Request\r\n\r\n'));
    await expect(redis.call('PING')).rejects.toThrow('not that of a Redis server');
  });
});

test('a reply is shown as redis-cli shows it', () => {
  const reply: Reply = ['a', 7, null, ['b', []]];
  expect(printReply(reply)).toBe(
    ['1) a', '2) (integer) 7', '3) (nil)', '4) 1) b', '   2) (empty array)'].join('\n'),
  );
});
