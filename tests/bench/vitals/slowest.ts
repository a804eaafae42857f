/** The slowest interaction of a page, by the browser's Event Timing: from the input to the next picture. */
import type { Page } from 'playwright';
import { INTERACTIONS } from './interactions.ts';

/** A mid-range phone's processor beside this machine's, as Lighthouse has it too. */
const SLOWER = 4;
const SETTLE_MS = 1500;

type Timed = { duration: number; name: string; target: string };
declare global {
  var timed: Timed[];
}

/** Opens `path` and does what INTERACTIONS says, at a quarter of the speed. */
export async function slowest(page: Page, path: string): Promise<Timed> {
  await page.goto(path);
  await page.waitForLoadState('networkidle', { timeout: SETTLE_MS }).catch(() => undefined);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.evaluate(listen);
  await INTERACTIONS[path]?.(page);
  await page.waitForTimeout(SETTLE_MS);
  const timed = await page.evaluate(() => globalThis.timed);
  const [worst] = timed.sort((one, other) => other.duration - one.duration);
  if (!worst) throw new Error(`${path}: no interaction was seen`);
  return worst;
}

/** Runs in the page. */
function listen(): void {
  globalThis.timed = [];
  type Entry = PerformanceEntry & { interactionId?: number; target?: Element | null };
  new PerformanceObserver((list) => {
    for (const { duration, name, interactionId, target } of list.getEntries() as Entry[]) {
      if (interactionId)
        globalThis.timed.push({ duration, name, target: target?.outerHTML.slice(0, 80) ?? '' });
    }
  }).observe({ type: 'event', durationThreshold: 16, buffered: false } as PerformanceObserverInit);
}
