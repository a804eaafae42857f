/** Messages from pages to the service worker. */
import type { Ask, Seen } from '#app/_client/worker/types.ts';
import type { Format } from '#app/_words/format.ts';

/** Only from a secure address: not from a phone over plain http in the local network. */
export const hasWorker = (): boolean => 'serviceWorker' in navigator;

/** After the page stands: nothing on it waits for the worker. In development its cache would be in the way. */
export function registerWorker(): void {
  // biome-ignore lint/style/noProcessEnv: the bundler writes NODE_ENV in.
  if (!hasWorker() || process.env.NODE_ENV === 'development') return;
  // Refused or not reached: then there is none, and the next page tries again.
  navigator.serviceWorker.register('/sw.js', { updateViaCache: 'all' }).catch(() => undefined);
}

/** Whether there is a worker: without one nothing is stored, and a request would never be answered. */
export const isThere = async (): Promise<boolean> =>
  hasWorker() && (await navigator.serviceWorker.getRegistration()) !== undefined;

/** Asks the worker, waiting until there is one. */
export async function askWorker<Reply>(ask: Ask): Promise<Reply> {
  const { active } = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<Reply>) => {
      port1.close();
      resolve(data);
    };
    active?.postMessage(ask, [port2]);
  });
}

/** Sends a message to the active worker, if there is one. */
export async function tellWorker(ask: Ask): Promise<void> {
  if (!hasWorker()) return;
  const registration = await navigator.serviceWorker.getRegistration();
  registration?.active?.postMessage(ask);
}

/** What the worker cannot know by itself. */
export const seenNow = (format: Format): Seen => ({
  lang: document.documentElement.lang,
  theme: document.documentElement.dataset.theme ?? 'system',
  month: format.dayOf(Date.now()).slice(0, 7),
  hidden: format.hidden,
});
