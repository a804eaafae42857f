/** Code that is loaded after its page, over a connection that may fail. */
import { backoffMs } from '#app/_client/live/backoff.ts';

/**
 * Imports code, and retries what could not be fetched with the backoff of the live stream: one such failure would else
 * replace the whole page by an error. Throws what the code itself throws.
 */
export async function eventually<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await load();
    } catch (error) {
      // By name, since the class is the bundler's own.
      if (!(error instanceof Error) || error.name !== 'ChunkLoadError') throw error;
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
    }
  }
}
