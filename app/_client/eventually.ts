/** Code that is loaded after its page, over a connection that may fail. */
import { backoffMs } from '#app/_client/live/backoff.ts';

/** By name, since the class is the bundler's own. */
export const isUnloaded = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ChunkLoadError';

/** Whether the bank answers that it has no such file, as after an upgrade; false while it does not answer. */
async function isGone({ message }: Error): Promise<boolean> {
  const [, address] = /(\/_next\/static\/[^\s"']+)/.exec(message) ?? [];
  if (address === undefined) return false;
  return fetch(address, { method: 'HEAD', cache: 'no-store' }).then(
    ({ status }) => status === 404,
    () => false,
  );
}

/**
 * Imports code, and retries what could not be fetched with the backoff of the live stream: one such failure would else
 * replace the whole page by an error. Throws what the code itself throws, and when there is no such code any more.
 */
export async function eventually<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await load();
    } catch (error) {
      if (!isUnloaded(error) || (await isGone(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
    }
  }
}
