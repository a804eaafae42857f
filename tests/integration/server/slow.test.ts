import net from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECOND } from '#lib/time.ts';
import { type Serving, startServing } from './serving.ts';

let bank: Serving;
beforeAll(async () => {
  bank = await startServing((request, response) => void request.resume().on('end', () => response.end('ok')));
});
afterAll(() => bank.stop());

/** Writes a byte a second for as long as it may, and answers how long that was and what came back. */
async function drip(begin: string, piece: string): Promise<{ tookMs: number; answer: string }> {
  const startedAt = Date.now();
  const socket = net.connect(bank.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(begin);
  const dripping = setInterval(() => socket.writable && socket.write(piece), SECOND);
  const answer = await text(socket);
  clearInterval(dripping);
  return { tookMs: Date.now() - startedAt, answer };
}

const HOST = 'Host: localhost:8080';

describe.concurrent('a client that keeps a connection with almost nothing loses it', () => {
  test('headers that do not end: within 15 s', { timeout: 30 * SECOND }, async () => {
    const { tookMs, answer } = await drip(`GET / HTTP/1.1\r\n${HOST}\r\n`, 'X: y\r\n');
    expect(tookMs).toBeLessThan(15 * SECOND);
    expect(answer).toMatch(/^HTTP\/1\.1 408/);
  });

  test('a body that does not end: within 25 s', { timeout: 40 * SECOND }, async () => {
    const { tookMs } = await drip(`POST / HTTP/1.1\r\n${HOST}\r\nContent-Length: 1000\r\n\r\n`, 'x');
    expect(tookMs).toBeLessThan(25 * SECOND);
  });

  test('nothing at all: within 15 s', { timeout: 30 * SECOND }, async () => {
    const { tookMs } = await drip('', '');
    expect(tookMs).toBeLessThan(15 * SECOND);
  });

  test('nothing more after an answer: within 15 s', { timeout: 30 * SECOND }, async () => {
    const { tookMs, answer } = await drip(`GET / HTTP/1.1\r\n${HOST}\r\n\r\n`, '');
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(tookMs).toBeLessThan(15 * SECOND);
  });

  test('other clients are served meanwhile', async () => {
    expect((await bank.ask('/api/health')).status).toBe(200);
  });
});
