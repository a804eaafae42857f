/** Waits until what is to be taken stands still, by what the page says of itself. */
import type { Page } from 'playwright';

/** `whole` for all of the page: it is gone through once, since what lies far below is fetched when it comes near. */
export async function settled(page: Page, whole: boolean): Promise<void> {
  await page.waitForLoadState('load');
  if (whole) await goThrough(page);
  await page.waitForFunction((all) => {
    const waiting = [...document.querySelectorAll('[aria-busy="true"], .skeleton')].some((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return all || (bottom > 0 && top < innerHeight);
    });
    const moving = document
      .getAnimations()
      .some(({ playState, effect }) => playState === 'running' && effect?.getTiming().iterations === 1);
    return document.fonts.status === 'loaded' && !waiting && !moving;
  }, whole);
  await drawn(page);
}

const drawn = (page: Page) =>
  page.evaluate(
    () => new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done()))),
  );

async function goThrough(page: Page): Promise<void> {
  const screens = await page.evaluate(() => Math.ceil(document.documentElement.scrollHeight / innerHeight));
  for (let screen = 1; screen <= screens; screen++) {
    await page.evaluate((at) => scrollTo({ top: at * innerHeight, behavior: 'instant' }), screen);
    await drawn(page);
  }
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
}

/** Makes the screen as high as the page: a picture of all of it would have the bar at the bottom in its middle. */
export async function growToPage(page: Page, width: number): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height });
  await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }));
  await drawn(page);
}
