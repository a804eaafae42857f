'use client';
/** Code that arrives after the page it belongs to, over a line that comes and goes. */

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30_000;

/**
 * Imports what could not be fetched again, until it could be: at once when there is a connection again, else after a
 * second, two, four, at most half a minute. Meanwhile what waits for it says so, and the rest of the page goes on; left
 * alone, one such failure would take the whole page away. Throws what the code itself throws.
 */
export async function eventually<Module>(load: () => Promise<Module>): Promise<Module> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    try {
      return await load();
    } catch (error) {
      // By name, since the class is the bundler's own.
      if (!(error instanceof Error) || error.name !== 'ChunkLoadError') throw error;
      await connectionOr(waitMs);
    }
  }
}

const connectionOr = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    const goOn = () => {
      clearTimeout(timer);
      window.removeEventListener('online', goOn);
      resolve();
    };
    const timer = setTimeout(goOn, ms);
    window.addEventListener('online', goOn);
  });
