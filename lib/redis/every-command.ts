/**
 * The one place where node-redis is patched: it has no hook that every command passes. What createClient answers stands
 * before the client proper, and typed commands, modules and scripts call that one's `sendCommand`: patched on the outer
 * object alone, it would be passed by. Each client has a proper one of its own, so no other is touched.
 */
type Send = (...words: unknown[]) => Promise<unknown>;

/** Every reply of `client` is what `change` makes of it; MULTI is not covered. */
export function onEveryCommand(client: object, change: (reply: Promise<unknown>) => Promise<unknown>): void {
  const proper: { sendCommand: Send } = Object.getPrototypeOf(client);
  const send = proper.sendCommand.bind(proper);
  proper.sendCommand = (...words) => change(send(...words));
}
