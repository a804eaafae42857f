/**
 * Patches node-redis, which has no hook for every command. createClient answers an object that delegates to the client
 * proper, and typed commands, modules and scripts call the latter's `sendCommand`: patching the outer object alone
 * would miss them. Other clients are not touched.
 */
import { commandMeasure } from '#lib/measures.ts';

type Send = (command: readonly unknown[], ...options: unknown[]) => Promise<unknown>;

/** Replaces every reply of `client` by what `change` makes of it; MULTI is not covered. */
export function onEveryCommand(client: object, change: (reply: Promise<unknown>) => Promise<unknown>): void {
  const proper: { sendCommand: Send } = Object.getPrototypeOf(client);
  const send = proper.sendCommand.bind(proper);
  proper.sendCommand = (command, ...options) => {
    if (!commandMeasure.isHeard()) return change(send(command, ...options));
    const fromMs = performance.now();
    const reply = change(send(command, ...options));
    const told = { name: String(command[0]), words: command, fromMs };
    reply.then(
      (reply) => commandMeasure.tell({ ...told, failed: false, reply }),
      () => commandMeasure.tell({ ...told, failed: true }),
    );
    return reply;
  };
}
