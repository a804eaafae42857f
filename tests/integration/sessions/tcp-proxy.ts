/**
 * A wire to Redis that can be cut, be late, hold what it carries, or go silent without a word (no reset, no packets: a
 * black hole).
 */
import { connect, createServer, type Socket } from 'node:net';

/** What a client of ours sends first says who it is. */
const CLIENT_NAME = /SETNAME\r\n\$\d+\r\n(.*?)\r\n/i;
const ANY = /^/;

export async function startTcpProxy(targetPort: number, lateMs = 0) {
  const open = new Set<Socket>();
  const forgotten = new WeakSet<Socket>();
  const names = new Map<Socket, string>();
  let silent: RegExp | null = null;
  let delayMs = lateMs;
  let held = false;
  const isSilent = (socket: Socket) => silent?.test(names.get(socket) ?? '') ?? false;
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(from);
      if (held) from.pause();
      const waiting: Buffer[] = [];
      let dueAtMs = 0;
      from.on('data', (bytes) => {
        const name = from === client && CLIENT_NAME.exec(bytes.toString('latin1'))?.[1];
        if (name) for (const socket of [client, target]) names.set(socket, name);
        if (isSilent(from) || forgotten.has(from)) return;
        // In order, also when what comes later is to wait for less.
        const nowMs = performance.now();
        dueAtMs = Math.max(dueAtMs, nowMs + delayMs);
        if (waiting.length === 0 && dueAtMs <= nowMs) return to.write(bytes);
        waiting.push(bytes);
        setTimeout(() => to.write(waiting.shift() ?? ''), dueAtMs - nowMs);
      });
      from.on('error', () => {});
      from.on('close', () => {
        open.delete(from);
        if (!isSilent(from) && !forgotten.has(from)) to.destroy();
        names.delete(from);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: address.port,
    /** How many connections there are. */
    count: () => open.size / 2,
    /** From now on nothing passes, of the clients whose name is like that, and nobody is told. */
    goSilent: (only = ANY) => {
      silent = only;
    },
    /** What passes from here on; what was swallowed stays lost, so connections of before are cut. */
    speakAgain: () => {
      silent = null;
      cut();
    },
    /** What passes from here on of new connections; of those that were silent, nobody is told. */
    recover: () => {
      for (const socket of [...open].filter(isSilent)) forgotten.add(socket);
      silent = null;
    },
    /** Forgets the connections there are, as a firewall does: nothing of theirs passes any more, new ones work. */
    forget: () => {
      for (const socket of open) forgotten.add(socket);
    },
    /** Keeps what arrives, and delivers all of it at the release. */
    hold: () => {
      held = true;
      for (const socket of open) socket.pause();
    },
    release: () => {
      held = false;
      for (const socket of open) socket.resume();
    },
    /** What passes from now on is late by so much, each way. */
    delay: (ms: number) => {
      delayMs = ms;
    },
    /** Refuses connections, as a stopped server does. */
    stop: () => {
      cut();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
    start: () => new Promise<void>((resolve) => server.listen(address.port, '127.0.0.1', resolve)),
  };
}

/** The same user and password at another port. */
export function throughPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.host = `127.0.0.1:${port}`;
  return changed.href;
}
