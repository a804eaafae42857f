/** Code that arrives after the page it belongs to, over a line that comes and goes. */
import { backoffMs } from '#app/_client/live/backoff.ts';

/**
 * Imports, and imports again what could not be fetched, as patiently as the live line connects. Meanwhile what waits for
 * it says so, and the rest of the page goes on; left alone, one such failure would take the whole page away. Throws what
 * the code itself throws.
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
