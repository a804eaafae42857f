/** What an open stream holds in a bare `node:http` that knows nobody, in a process of its own: the floor of ours. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { YOUNG } from '#scripts/lib/environment.mjs';
import { residentBytes } from './cpu.ts';
import { listen } from './listeners.ts';

const BEAT_MS = 2000;

/** In bytes a stream, as the slope from `few` to `many`, after `settledMs` each. */
export async function bareStreamBytes(few: number, many: number, settledMs: number): Promise<number> {
  const child = fork(import.meta.filename, [], { execArgv: [YOUNG] });
  const [port] = (await once(child, 'message')) as [number];
  const opened = (count: number) =>
    listen({ kind: 'ours', host: 'localhost', ports: [port], bearers: Array(count).fill('nobody') });
  const resident = async () => {
    await sleep(settledMs);
    return residentBytes(child.pid ?? 0);
  };
  const first = await opened(few);
  const before = await resident();
  const rest = await opened(many - few);
  const after = await resident();
  for (const one of [first, rest]) one.stop();
  child.kill();
  return (after - before) / (many - few);
}

if (process.send && process.argv[1] === import.meta.filename) {
  process.once('disconnect', () => process.exit());
  const open = new Set<http.ServerResponse>();
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
    open.add(response.once('close', () => open.delete(response)));
  });
  setInterval(() => {
    for (const response of open) response.write(':\n\n');
  }, BEAT_MS);
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
}
