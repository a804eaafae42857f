/**
 * A wire to Redis that can be cut, or go silent without a word (no reset, no packets: a black hole). What passes may be
 * late.
 */
import { connect, createServer, type Socket } from 'node:net';

export async function startTcpProxy(targetPort: number, lateMs = 0) {
  const open = new Set<Socket>();
  const forgotten = new WeakSet<Socket>();
  let silent = false;
  const server = createServer((client) => {
    const target = connect(targetPort, '127.0.0.1');
    for (const [from, to] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(from);
      from.on('data', (bytes) => {
        if (silent || forgotten.has(from)) return;
        if (lateMs === 0) to.write(bytes);
        else setTimeout(() => to.write(bytes), lateMs);
      });
      from.on('error', () => {});
      from.on('close', () => {
        open.delete(from);
        if (!silent && !forgotten.has(from)) to.destroy();
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
    /** From now on nothing passes, and nobody is told. */
    goSilent: () => {
      silent = true;
    },
    /** What passes from here on; what was swallowed stays lost, so connections of before are cut. */
    speakAgain: () => {
      silent = false;
      cut();
    },
    /** What passes from here on of new connections; of those before, nobody is told. */
    recover: () => {
      for (const socket of open) forgotten.add(socket);
      silent = false;
    },
    /** Forgets the connections there are, as a firewall does: nothing of theirs passes any more, new ones work. */
    forget: () => {
      for (const socket of open) forgotten.add(socket);
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
