import { once } from 'node:events';
import net from 'node:net';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SECOND } from '#lib/time.ts';
import { stopwatch } from '#tests/setup/stopwatch.ts';
import { type Serving, startServing } from './serving.ts';

let bank: Serving;
beforeAll(async () => {
  bank = await startServing((request, response) => void request.resume().on('end', () => response.end('ok')));
});
afterAll(() => bank.stop());

/** Writes a byte a second for as long as it may, and answers how long that was and what came back. */
async function drip(begin: string, piece: string): Promise<{ tookMs: number; answer: string }> {
  const took = stopwatch();
  const socket = net.connect(bank.port, '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(begin);
  const dripping = setInterval(() => socket.writable && socket.write(piece), SECOND);
  const answer = await text(socket);
  clearInterval(dripping);
  return { tookMs: took(), answer };
}

const HOST = 'Host: localhost:8080';
const MB = 1_000_000;

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

  test('an answer that is not read: within half a minute of the last byte taken', async () => {
    const slow = await startServing((_, response) => void response.end(Buffer.alloc(64 * MB)), undefined, []);
    expect(slow.server.timeout).toBeGreaterThan(0);
    expect(slow.server.timeout).toBeLessThanOrEqual(30 * SECOND);
    // What it is does not change what it does.
    slow.server.timeout = SECOND;
    const socket = net.connect(slow.port, '127.0.0.1').pause();
    socket.on('error', () => undefined).write(`GET / HTTP/1.1\r\n${HOST}\r\n\r\n`);
    const open = () =>
      new Promise<number>((resolve) => slow.server.getConnections((_, count) => resolve(count)));
    await expect.poll(open).toBe(1);
    await expect.poll(open).toBe(0);
    socket.destroy();
    await slow.stop();
  });

  test('other clients are served meanwhile', async () => {
    expect((await bank.ask('/api/health')).status).toBe(200);
  });
});

describe('connections', () => {
  /** One as the kernel hands it over, from any address. */
  function arrive(server: Serving['server'], remoteAddress: string) {
    const socket = Object.assign(new PassThrough(), { remoteAddress });
    server.emit('connection', socket);
    return socket;
  }
  const MANY = 512;

  test('of one address are bounded, and another address is let in; one that ends makes room', async () => {
    const { server, stop } = await startServing(undefined, (address) => address === '192.0.2.1', []);
    const [one, another] = ['203.0.113.5', '2001:db8::5'];
    const open = Array.from({ length: MANY }, () => arrive(server, one));
    expect(open.some(({ destroyed }) => destroyed)).toBe(false);
    expect(arrive(server, `::ffff:${one}`).destroyed).toBe(true);
    expect(arrive(server, another).destroyed).toBe(false);
    const last = open[0]?.destroy();
    if (last) await once(last, 'close');
    expect(arrive(server, one).destroyed).toBe(false);
    // A proxy's address is that of all its clients.
    const proxied = Array.from({ length: MANY + 1 }, () => arrive(server, '192.0.2.1'));
    expect(proxied.some(({ destroyed }) => destroyed)).toBe(false);
    await stop();
  });

  test('in all are bounded', async () => {
    expect(bank.server.maxConnections).toBeLessThanOrEqual(10_000);
  });
});

test('answers that nobody took are not at work for ever: their connection ends them', async () => {
  // As of Next's writer, which waits for an answer to be taken and does not hear that its connection closed.
  const stuck = await startServing((request, response) => {
    if (request.url !== '/stuck') return void response.end('ok');
    return new Promise(() => {});
  });
  const connections = Array.from({ length: 8 }, () => net.connect(stuck.port, '127.0.0.1'));
  // More than an address may have under way.
  for (const socket of connections) {
    socket.on('error', () => undefined).write(`GET /stuck HTTP/1.1\r\n${HOST}\r\n\r\n`.repeat(32));
  }
  await expect.poll(async () => (await stuck.ask('/')).status).toBe(429);
  for (const socket of connections) socket.destroy();
  await expect.poll(async () => (await stuck.ask('/')).status).toBe(200);
  await stuck.stop();
});
