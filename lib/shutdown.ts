/**
 * Callbacks for the process's end: open streams would otherwise keep the server from draining. The server runs them on
 * SIGTERM.
 */
import { once } from '#lib/once.ts';

type Callback = () => void | Promise<void>;

const callbacks = () => once('shutdown', () => new Set<Callback>());

/** Calls `callback` when the process stops. The answered function takes it back. */
export function onShutdown(callback: Callback): () => void {
  callbacks().add(callback);
  return () => callbacks().delete(callback);
}

/** Runs every callback and waits for all, whether or not one fails. */
export async function runShutdown(): Promise<void> {
  await Promise.allSettled([...callbacks()].map(async (callback) => callback()));
}
