/** Four pictures beside each other, in pieces that can be read at once. */
import type { Browser } from 'playwright';

export type Picture = { name: string; width: number; png: Buffer };

const MAX_WIDE = 1600;
const MAX_HIGH = 1200;

/** Of one width; a long page gives several sheets, each the same part of all pictures. */
export async function sheets(browser: Browser, pictures: Picture[]): Promise<Buffer[]> {
  const widest = Math.max(...pictures.map(({ width }) => width));
  const columns = widest * pictures.length <= MAX_WIDE ? pictures.length : 2;
  const scale = Math.min(1, MAX_WIDE / (columns * widest));
  const rows = Math.ceil(pictures.length / columns);
  const page = await browser.newPage({
    viewport: { width: MAX_WIDE + 8 * (columns + 1), height: MAX_HIGH },
  });
  try {
    const images = pictures.map(
      ({ name, png, width }) =>
        `<figure><figcaption>${name}</figcaption><div><img width="${width * scale}" src="data:image/png;base64,${png.toString('base64')}"></div></figure>`,
    );
    await page.setContent(`<!doctype html><style>
      body { margin: 0; padding: 8px; background: #808080; font: 12px sans-serif; display: grid;
        grid-template-columns: repeat(${columns}, max-content); gap: 8px; inline-size: max-content }
      figure { margin: 0 } figcaption { color: white } div { overflow: hidden } img { display: block }
    </style>${images.join('')}`);
    await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
    const highest = await page.evaluate(() => Math.max(...[...document.images].map(({ height }) => height)));
    // What is a little longer is not cut for a few lines.
    const high = highest * rows <= MAX_HIGH * 1.75 ? highest : Math.floor(MAX_HIGH / rows);
    const taken: Buffer[] = [];
    for (let top = 0; top < highest; top += high) {
      await page.evaluate(
        ([from, height]) => {
          for (const image of document.images) {
            image.style.marginBlockStart = `-${from}px`;
            if (image.parentElement) image.parentElement.style.blockSize = `${height}px`;
          }
        },
        [top, Math.min(high, highest - top)],
      );
      taken.push(await page.locator('body').screenshot());
    }
    return taken;
  } finally {
    await page.close();
  }
}
