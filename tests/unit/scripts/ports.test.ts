import net from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort, requirePort, tryBind } from '#scripts/lib/ports.mjs';

/** Listens until the test is over. */
async function occupy(host: string, port = 0): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  return (server.address() as net.AddressInfo).port;
}

test('a free port is no fault', async () => {
  await expect(requirePort(await freePort(), '127.0.0.1')).resolves.toBeUndefined();
});

test('a busy port is named, and the port that is proposed instead is free', async () => {
  const port = await occupy('127.0.0.1');
  const said = await requirePort(port, '127.0.0.1').then(
    () => '',
    (error: Error) => error.message,
  );
  expect(said).toMatch(
    new RegExp(`^Port ${port} is in use by another program; choose another one: PORT=\\d+ npm start$`),
  );
  const proposed = Number(/PORT=(\d+)/.exec(said)?.[1]);
  expect((await tryBind(proposed)).fault).toBeNull();
});

test('a program that has only the other address of localhost is noticed as well', async () => {
  const port = await freePort();
  const other = await occupy('::1', port).catch(() => null);
  // A machine without IPv6 has no other address that could be taken.
  if (other === null) return expect((await tryBind(port, '::1')).fault).not.toBeNull();
  await expect(requirePort(port, '127.0.0.1')).rejects.toThrow(`Port ${port} is in use`);
});

test('the preferred port is kept while it is free, and left when it is not', async () => {
  const free = await freePort();
  expect(await freePort(free)).toBe(free);
  const busy = await occupy('127.0.0.1');
  expect(await freePort(busy)).not.toBe(busy);
});
