/** When a page is done with what it does by itself, however slow the machine is: for tests of what it does after. */
import type { Page, Request } from 'playwright';

const LOOK_MS = 100;
/** So many looks in a row find nothing new. */
const QUIET_LOOKS = 10;

/** The live stream, which has no end. */
export const isStream = (request: Request): boolean => new URL(request.url()).pathname === '/api/events';

/**
 * Watches the page from now on. The returned function resolves when no request but the stream is under way, none has
 * begun for a second, and the page's thread was idle after each look.
 */
export function settling(page: Page): () => Promise<void> {
  const underWay = new Set<Request>();
  let begun = 0;
  page.on('request', (request) => {
    begun += 1;
    if (!isStream(request)) underWay.add(request);
  });
  for (const end of ['requestfinished', 'requestfailed'] as const) {
    page.on(end as 'requestfinished', (request) => underWay.delete(request));
  }
  return async () => {
    for (let [quiet, seen] = [0, begun]; quiet < QUIET_LOOKS; quiet++) {
      await page.waitForTimeout(LOOK_MS);
      await page.evaluate(() => new Promise<unknown>((idle) => requestIdleCallback(idle)));
      if (begun > seen || underWay.size > 0) quiet = -1;
      seen = begun;
    }
  };
}
