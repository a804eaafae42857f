/**
 * What must end at once when the process is told to stop, so that it can drain: open streams above all, which
 * would otherwise hold the server open. Registered on first use, run by the server on SIGTERM.
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
